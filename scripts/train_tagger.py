"""Train the learned extractor: a tagger of statements, speakers, cues and counterparties.

python scripts/train_tagger.py output=runs/tagger
"""

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, store
from dyade.config import TaggerConfig

store("train_tagger", TaggerConfig)


@hydra.main(version_base="1.3", config_path="../conf", config_name="train_tagger")
def run(cfg: DictConfig) -> float:
    """Prints the figures of each split; returns the dev statement F1, for sweeps."""
    with clear_errors():
        config = parse(TaggerConfig, cfg)
        from dyade.tagger.learning import train_tagger

        splits = train_tagger(config)["splits"]
        for split, found in splits.items():
            for extractor, scores in found.items():
                shown = "  ".join(
                    f"{key} {scores[key]:.3f}"
                    for key in ("statement.f1@.5", "speaker.side", "counterparty.f1")
                )
                print(f"{split:12s} {extractor:7s} {shown}")
        print(f"written to {config.output}/model")
        return float(splits["dev"]["both"]["statement.f1@.5"])


main = guarded(run, "train_tagger")

if __name__ == "__main__":
    main()
