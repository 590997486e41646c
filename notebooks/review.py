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
def obey_the_command_line():
    ed.obey_command_line(__file__)
    return


@app.cell
def remember_turns():
    # A turn is drawn after every action; the list of events only after one that changed the data, and what a search
    # finds after every pause in typing, by itself.
    turn, set_turn = mo.state(0, allow_self_loops=True)
    data_turn, set_data_turn = mo.state(0, allow_self_loops=True)
    found_turn, set_found_turn = mo.state(0, allow_self_loops=True)

    def again(data=False, found=False):
        if found:
            set_found_turn(lambda count: count + 1)
            return
        set_turn(lambda count: count + 1)
        if data:
            set_data_turn(lambda count: count + 1)

    return again, data_turn, found_turn, turn


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


@app.cell
def choose_events(desk, pages):
    mo.stop(not desk.reviewer or pages.value != "Events")
    filters = ed.event_filters(desk)
    ed.show_filters(filters)
    return (filters,)


@app.cell
def show_events(again, data_turn, desk, filters):
    data_turn()
    ed.event_list(desk, filters.value, again)
    return


@app.cell
def open_event(desk, pages, turn):
    turn()
    mo.stop(not desk.reviewer or pages.value != "Events")
    opened = ed.opened_event(desk)
    return (opened,)


@app.cell
def show_event(again, desk, opened):
    ed.event_page(desk, opened, again)
    return


@app.cell
def show_found(again, desk, found_turn, opened):
    found_turn()
    ed.event_found(desk, opened, again)
    return


@app.cell
def show_details(again, desk, opened):
    ed.event_details(desk, opened, again)
    return


@app.cell
def show_quarantine(again, data_turn, desk, pages):
    data_turn()
    mo.stop(not desk.reviewer or pages.value != "Quarantine")
    ed.quarantine_list(desk, again)
    return


@app.cell
def show_entry(again, desk, pages, turn):
    turn()
    mo.stop(not desk.reviewer or pages.value != "Quarantine")
    ed.quarantine_entry(desk, again)
    return


@app.cell
def show_dashboard(desk, pages):
    mo.stop(not desk.reviewer or pages.value != "Dashboard")
    ed.dashboard_page(desk)
    return


@app.cell
def show_audit(desk, pages):
    mo.stop(not desk.reviewer or pages.value != "Audit")
    ed.audit_page(desk)
    return


@app.cell
def choose_export(desk, pages):
    mo.stop(not desk.reviewer or pages.value != "Export")
    choices = ed.export_choices()
    ed.show_choices(choices)
    return (choices,)


@app.cell
def show_export(choices, desk):
    ed.export_page(desk, choices.value)
    return


if __name__ == "__main__":
    app.run()
