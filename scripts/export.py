"""Write a trained transformer as ONNX, in single precision and in 8 bits, each checked against torch.

python scripts/export.py model=models/compact
"""

from pathlib import Path

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, paths, store
from dyade.config import ExportConfig

store("export", ExportConfig)


@paths("model")
@hydra.main(version_base="1.3", config_path="../conf", config_name="export")
def run(cfg: DictConfig) -> None:
    """Exit status 0 when written, 2 when the folder cannot be exported."""
    with clear_errors():
        config = parse(ExportConfig, cfg)
        from dyade.export import export, written

        parity = export(Path(config.model))
        print(written(Path(config.model), parity))


main = guarded(run, "export")

if __name__ == "__main__":
    main()
