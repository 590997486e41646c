# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="full",
    app_title="A folder becomes canonical events",
    css_file="../event_dedup/review/style.css",
)


@app.cell
def import_packages():
    import sys

    import marimo as mo

    import event_dedup as ed

    return ed, mo, sys


@app.cell
def run_the_folder(ed, mo):
    with mo.status.spinner("Processing the folder"):
        outcome = ed.run_folder(mo.cli_args().to_dict())
    return (outcome,)


@app.cell
def leave_with_exit_code(mo, outcome, sys):
    in_script = mo.app_meta().mode == "script"
    if in_script and outcome.exit_code:
        sys.exit(outcome.exit_code)
    return (in_script,)


@app.cell
def take_what_to_show(ed, in_script, mo, outcome):
    mo.stop(in_script)
    mo.stop(outcome.summary is None, ed.folder_problem(outcome.message))
    report, store, summary = outcome.report, outcome.job.store, outcome.summary
    return report, store, summary


@app.cell
def show_figures(ed, summary):
    ed.folder_figures(summary)
    return


@app.cell
def show_quarantine(ed, store):
    ed.folder_quarantine(store)
    return


@app.cell
def show_files(ed, store):
    ed.folder_files(store)
    return


@app.cell
def show_seconds(ed, report):
    ed.folder_seconds(report)
    return


if __name__ == "__main__":
    app.run()
