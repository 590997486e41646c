# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="full",
    app_title="Review · event_dedup",
    css_file="../event_dedup/review/style.css",
    html_head_file="../event_dedup/review/keys.html",
)

with app.setup:
    import marimo as mo

    import event_dedup as ed


@app.cell
def remember_turn():
    turn, set_turn = mo.state(0, allow_self_loops=True)

    def again():
        set_turn(lambda count: count + 1)

    return again, turn


@app.cell
def sit_down():
    desk = ed.open_desk()
    return (desk,)


@app.cell
def choose_page(desk):
    pages = ed.choose_page(desk)
    return (pages,)


@app.cell
def show_frame(again, desk, pages, turn):
    turn()
    ed.frame(desk, pages, again)
    return


@app.cell
def show_queue(again, desk, pages, turn):
    turn()
    mo.stop(not desk.reviewer or pages.value != "Queue")
    ed.queue_page(desk, again)
    return


if __name__ == "__main__":
    app.run()
