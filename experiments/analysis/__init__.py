"""What the runs of a study say of its factors: arrays and designs in, findings out. No disk, no screen, no Hydra."""
