# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="medium",
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
def take_what_to_show(in_script, mo, outcome):
    mo.stop(in_script)
    mo.stop(outcome.summary is None, mo.callout(mo.plain_text(outcome.message), kind="danger"))
    summary = outcome.summary
    return (summary,)


@app.cell
def show_figures(mo, summary):
    _stats = [mo.stat(f"{f.number:,}", f.name, f.meaning, bordered=True) for f in summary.figures]
    mo.vstack(
        [
            mo.md("# A folder becomes canonical events"),
            mo.plain_text(f"{summary.title}\n{summary.news}".strip()),
            mo.hstack(_stats, wrap=True, justify="start"),
            mo.plain_text("\n".join(summary.advice)),
        ]
    )
    return


@app.cell
def show_quarantine(ed, mo, summary):
    mo.stop(not summary.refusals)
    _table = mo.ui.table(
        ed.refusals_frame(summary),
        selection=None,
        show_data_types=False,
        wrapped_columns=["where", "why", "what to do"],
    )
    mo.vstack([mo.md("## In quarantine"), _table])
    return


@app.cell
def show_files(ed, mo, outcome, summary):
    _files = ed.files_frame(outcome.job.store)
    mo.stop(_files.empty or summary is None)
    mo.vstack(
        [mo.md("## What each file brought"), ed.files_chart(_files), mo.ui.table(_files, selection=None)]
    )
    return


@app.cell
def show_seconds(ed, mo, outcome, summary):
    mo.stop(outcome.report.run is None)
    mo.vstack([mo.md("## Seconds by stage"), ed.seconds_chart(summary.seconds)])
    return


if __name__ == "__main__":
    app.run()
