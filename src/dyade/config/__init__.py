"""The settings of every command, one file and one dataclass each; `conf/` holds their values.

A wrong value is refused when the settings are made, with the key, the value and the rule. Members of enums are
lower case, because that is how OmegaConf matches them.
"""

from dyade.config.actors import ExplainConfig
from dyade.config.annotate import AnnotateConfig, Tool, Units
from dyade.config.benchmark import BenchmarkConfig, Contender
from dyade.config.checks import ConfigError
from dyade.config.compare import CompareConfig
from dyade.config.dyads import DyadsConfig
from dyade.config.evaluate import EvaluateConfig
from dyade.config.export import ExportConfig
from dyade.config.predict import ColumnsConfig, PredictConfig, TableFormat
from dyade.config.pretrain import PretrainConfig
from dyade.config.search import SearchConfig
from dyade.config.shared import ActorsConfig, EngineConfig, Extraction, ExtractorConfig, Runtime
from dyade.config.tagger import TaggerConfig
from dyade.config.train import DataConfig, ModelConfig, ModelKind, TrainConfig
from dyade.config.validate import ValidateConfig

__all__ = [
    "ActorsConfig",
    "AnnotateConfig",
    "BenchmarkConfig",
    "ColumnsConfig",
    "CompareConfig",
    "ConfigError",
    "Contender",
    "DataConfig",
    "DyadsConfig",
    "EngineConfig",
    "EvaluateConfig",
    "ExplainConfig",
    "ExportConfig",
    "Extraction",
    "ExtractorConfig",
    "ModelConfig",
    "ModelKind",
    "PredictConfig",
    "PretrainConfig",
    "Runtime",
    "SearchConfig",
    "TableFormat",
    "TaggerConfig",
    "Tool",
    "TrainConfig",
    "Units",
    "ValidateConfig",
]
