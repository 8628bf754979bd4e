"""What every other folder may use: errors, values, intervals, sentences, folders of results."""
