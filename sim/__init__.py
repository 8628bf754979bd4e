"""The theory of learning communities and its fast execution; knows no Mesa, no Hydra and no files."""
