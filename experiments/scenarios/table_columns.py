"""What the columns of the tables of runs mean, beside parameters and outcomes: numbers of runs, their fate, weekly series."""

COLUMNS = {
    "run_id": "number of the run in the study, counted from 0; 'community replay' takes it",
    "point_id": "number of the point of the design, counted from 0; its runs differ by their seeds alone",
    "replication_id": "number of the run among those of its point, or of its community, counted from 0",
    "seed": "seed of the run; the same seed at two points gives the same people, days and luck",
    "dice": "number of the block of seeds, where points of a design do not all share theirs",
    "status": "SUCCEEDED, FAILED (the model raised an error) or ABORTED (what ran it was lost); 'community retry' repeats them",
    "stage": "how far a failed run came: instantiate, run, extract or writing; empty where it succeeded",
    "error": "kind of the error of a failed run; empty where it succeeded",
    "message": "words of the error of a failed run; empty where it succeeded",
    "plan": "number of the plan among those of the study file, counted from 0",
    "scenario_id": "name of the community",
    "time": "number of the week, counted from 0, in weekly.parquet",
}
SERIES = {
    "contributors": "members who contributed in the week",
    "visitors": "members who visited in the week",
    "mean_motivation": "mean motivation of the members present at the end of the week",
    "mean_safety": "mean psychological safety of the members present at the end of the week",
    "mean_strain": "mean strain of the members present at the end of the week",
    "mean_habit": "mean strength of the habit to visit of the members present at the end of the week",
    "mean_benefit": "mean benefit that the members present expect, at the end of the week",
    "mean_related": "mean relatedness of the members present at the end of the week",
}
