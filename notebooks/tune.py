# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="full",
    app_title="Tune · event_dedup",
    css_file="../event_dedup/review/style.css",
)

with app.setup:
    import marimo as mo

    from event_dedup import tune


@app.cell
def obey_the_command_line():
    tune.obey_command_line(__file__)
    return


@app.cell
def show_title():
    tune.title()
    return


@app.cell
def remember_saves():
    saves, set_saves = mo.state(0)
    return saves, set_saves


@app.cell
def ask_for_source():
    form = tune.ask_source(tune.asked_at_start())
    form
    return (form,)


@app.cell
def open_the_source(form):
    try:
        with mo.status.spinner("Opening; a folder is processed first"):
            source = tune.open_source(*tune.asked_for(form.value or tune.asked_at_start()))
    except tune.REFUSED as _error:
        mo.stop(True, tune.problem(_error))
    return (source,)


@app.cell
def remember_wish(source):
    # What was chosen, typed or tried for a source outlives a save; another source begins anew.
    source
    wish, set_wish = mo.state(None)
    return set_wish, wish


@app.cell
def remember_words(source):
    source
    typed, set_typed = mo.state(None)
    return set_typed, typed


@app.cell
def remember_trial(source):
    source
    trial, set_trial = mo.state(None)
    return set_trial, trial


@app.cell
def remember_outcome(source):
    source
    outcome, set_outcome = mo.state("")
    return outcome, set_outcome


@app.cell
def load_the_source(saves, source):
    saves()
    try:
        loaded = tune.load_source(source)
    except tune.REFUSED as _error:
        mo.stop(True, tune.problem(_error))
    return (loaded,)


@app.cell
def show_headline(loaded, source):
    tune.headline(source, loaded)
    return


@app.cell
def choose_section(source):
    source
    section = mo.ui.tabs(dict.fromkeys(tune.SECTIONS, ""))
    return (section,)


@app.cell
def show_sections(loaded, section):
    mo.stop(not loaded.totals.listings)
    section
    return


@app.cell
def take_snapshot(loaded, trial):
    snapshot = trial().snapshot if trial() else loaded.snapshot
    return (snapshot,)


@app.cell
def show_overview(loaded, section, source):
    mo.stop(section.value != "Overview" or not loaded.totals.listings)
    tune.show_overview(source)
    return


@app.cell
def show_blocking(loaded, section, source):
    mo.stop(section.value != "Blocking" or not loaded.totals.listings)
    with mo.status.spinner("Counting pairs"):
        _blocking = tune.show_blocking(source, loaded.config.max_block_size)
    _blocking
    return


@app.cell
def take_saved_state(loaded):
    saved = tune.saved_state(loaded.snapshot)
    return (saved,)


@app.cell
def set_thresholds(loaded, wish):
    sliders = tune.ask_thresholds(wish() or loaded.config.thresholds)
    return (sliders,)


@app.cell
def offer_to_compare(set_wish):
    comparing = mo.ui.switch(value=True, label="Compare with saved")
    back_to_saved = mo.ui.button(label=tune.face("Back to saved"), on_click=lambda _: set_wish(None))
    return back_to_saved, comparing


@app.cell
def show_controls(back_to_saved, comparing, loaded, section, sliders):
    mo.stop(section.value != "Thresholds" or not loaded.totals.listings)
    mo.vstack(
        [
            sliders["merge"],
            sliders["review"],
            tune.told_order(sliders.value),
            mo.hstack([comparing, back_to_saved], justify="start", gap=1),
        ]
    )
    return


@app.cell
def preview_thresholds(loaded, section, sliders, snapshot):
    mo.stop(section.value not in ("Thresholds", "Quality") or not loaded.totals.listings)
    with tune.patience(snapshot):
        now = tune.preview(snapshot, tune.chosen_thresholds(sliders.value))
    return (now,)


@app.cell
def show_figures(comparing, now, saved, section):
    mo.stop(section.value != "Thresholds")
    tune.figures(now, saved, comparing.value)
    return


@app.cell
def draw_weights(loaded, snapshot):
    histogram = tune.weight_histogram(tune.weight_counts(snapshot), loaded.snapshot.thresholds)
    return (histogram,)


@app.cell
def show_weights(histogram, now, section):
    mo.stop(section.value != "Thresholds")
    tune.with_thresholds(histogram, now.thresholds)
    return


@app.cell
def find_merges(comparing, now, section, snapshot):
    mo.stop(section.value != "Thresholds" or not comparing.value)
    merges = tune.merges(snapshot, now)
    return (merges,)


@app.cell
def find_splits(comparing, now, section, snapshot):
    mo.stop(section.value != "Thresholds" or not comparing.value)
    splits = tune.splits(snapshot, now)
    return (splits,)


@app.cell
def list_merges(merges):
    merge_table = tune.change_table(merges)
    return (merge_table,)


@app.cell
def list_splits(splits):
    split_table = tune.change_table(splits)
    return (split_table,)


@app.cell
def show_changes(merge_table, merges, split_table, splits):
    mo.vstack(
        [*tune.changes_shown("merge", merges, merge_table), *tune.changes_shown("split", splits, split_table)]
    )
    return


@app.cell
def open_change(merge_table, merges, now, snapshot, source, split_table, splits, trial):
    _picked = tune.picked(merge_table, merges) or tune.picked(split_table, splits)
    mo.stop(_picked is None)
    tune.show_change(source, snapshot, now, _picked, trial())
    return


@app.cell
def measure_quality(loaded, section, snapshot):
    mo.stop(section.value != "Quality" or not loaded.totals.listings)
    curve = tune.quality_curve(snapshot)
    return (curve,)


@app.cell
def show_quality(curve, now, snapshot):
    tune.show_quality(snapshot, curve, now.thresholds)
    return


@app.cell
def ask_for_precision(curve):
    mo.stop(not len(curve))
    wanted = mo.ui.slider(
        steps=tune.PRECISIONS, value=0.99, label="Precision wanted", show_value=True, full_width=True
    )
    return (wanted,)


@app.cell
def propose_threshold(curve, snapshot, wanted):
    proposal = tune.propose(snapshot, curve, wanted.value)
    return (proposal,)


@app.cell
def offer_proposal(proposal, set_wish, snapshot):
    take_proposal = mo.ui.button(
        label=tune.face("Try this threshold"),
        disabled=proposal is None,
        on_click=lambda _: set_wish(tune.proposed(proposal, snapshot)),
    )
    return (take_proposal,)


@app.cell
def show_proposal(proposal, take_proposal, wanted):
    mo.vstack([wanted, tune.show_proposal(proposal, wanted.value), take_proposal])
    return


@app.cell
def ask_for_pair(loaded, section):
    mo.stop(section.value != "Pair" or not loaded.totals.listings)
    pair_ids = tune.ask_pair()
    return (pair_ids,)


@app.cell
def find_pairs(loaded, section, sliders, snapshot):
    mo.stop(section.value != "Pair" or not loaded.totals.listings)
    near = tune.pairs_near(snapshot, sliders.value["merge"])
    return (near,)


@app.cell
def list_pairs(near):
    near_table = tune.pair_table(near)
    return (near_table,)


@app.cell
def show_pairs(near_table, pair_ids):
    mo.vstack(
        [
            pair_ids,
            tune.note(
                "Or leave both empty and pick a pair: those nearest to the merge threshold come first."
            ),
            near_table,
        ]
    )
    return


@app.cell
def explain_the_pair(near, near_table, pair_ids, source, trial):
    _pair = tune.chosen_pair(pair_ids.value, tune.picked(near_table, near))
    mo.stop(_pair is None)
    tune.show_pair(source, *_pair, trial())
    return


@app.cell
def ask_for_cluster(loaded, section):
    mo.stop(section.value != "Cluster" or not loaded.totals.listings)
    cluster_id = mo.ui.text(label="Event or record id", full_width=True)
    return (cluster_id,)


@app.cell
def find_clusters(cluster_id, source):
    cluster_id
    largest = tune.largest_events_of(source)
    return (largest,)


@app.cell
def list_clusters(largest):
    largest_table = tune.pair_table(largest)
    return (largest_table,)


@app.cell
def show_clusters(cluster_id, largest, largest_table, loaded):
    mo.vstack([cluster_id, tune.told_largest(largest, loaded.totals.events), largest_table])
    return


@app.cell
def show_the_cluster(cluster_id, largest, largest_table, loaded, source):
    _name = cluster_id.value.strip() or (tune.picked(largest_table, largest) or {}).get("event")
    mo.stop(not _name)
    tune.show_cluster(source, _name, loaded.snapshot.thresholds.merge)
    return


@app.cell
def ask_for_words(loaded, typed):
    words = tune.ask_words(typed() or tune.words_as_text(loaded.config.vocabulary))
    return (words,)


@app.cell
def ask_what_to_learn():
    training = mo.ui.radio(tune.TRAINING, value=next(iter(tune.TRAINING)), label="Learn from")
    return (training,)


@app.cell
def offer_training():
    start_training = mo.ui.run_button(label=tune.face("Train and compare", "match"))
    return (start_training,)


@app.cell
def offer_to_drop_the_trial(set_trial, set_typed, trial):
    def _drop(_):
        set_trial(None)
        set_typed(None)

    drop_trial = mo.ui.button(
        label=tune.face("Back to the saved model and words"),
        disabled=trial() is None,
        on_click=_drop,
    )
    return (drop_trial,)


@app.cell
def show_training(drop_trial, loaded, section, start_training, training, words):
    mo.stop(section.value != "Model" or not loaded.totals.listings)
    mo.vstack(
        [
            tune.part("Try another model or other words"),
            words,
            training,
            mo.hstack([start_training, drop_trial], justify="start"),
        ]
    )
    return


@app.cell
def train(loaded, set_trial, source, start_training, training, words):
    mo.stop(not start_training.value)
    try:
        with mo.status.progress_bar(total=tune.TRAINING_STEPS, title="Learning", remove_on_exit=True) as _bar:
            set_trial(tune.run_training(source, loaded, training.value, words.value, _bar.update))
    except tune.REFUSED as _error:
        mo.stop(True, tune.problem(_error))
    return


@app.cell
def compare_trial(loaded, section, trial):
    mo.stop(section.value != "Model" or trial() is None)
    changed = tune.changed_pairs(loaded.snapshot, trial().snapshot)
    return (changed,)


@app.cell
def list_changed_pairs(changed):
    changed_table = tune.pair_table(changed)
    return (changed_table,)


@app.cell
def show_trial(changed, changed_table):
    tune.show_trial(changed, changed_table)
    return


@app.cell
def explain_changed_pair(changed, changed_table, source, trial):
    _pair = tune.chosen_pair({}, tune.picked(changed_table, changed))
    mo.stop(_pair is None)
    tune.show_pair(source, *_pair, trial())
    return


@app.cell
def show_model(loaded, section, trial):
    mo.stop(section.value != "Model")
    tune.show_model(trial().model if trial() else loaded.model, trying=trial() is not None)
    return


@app.cell
def ask_name():
    # Others take `name`, not the field: a name typed must not draw the buttons anew while one of them is pressed.
    saver = mo.ui.text(label="Your name", placeholder="stands in the history")

    def name():
        return saver.value

    return name, saver


@app.cell
def show_name(loaded, saver, section):
    mo.stop(section.value != "Save" or not loaded.totals.listings)
    saver
    return


@app.cell
def find_last_save(loaded, outcome, section, source):
    mo.stop(section.value != "Save" or not loaded.totals.listings)
    outcome()  # an action that was refused may have found another save
    last = tune.last_save_of(source)
    return (last,)


@app.cell
def offer_actions(
    last, loaded, name, set_outcome, set_saves, set_trial, set_typed, set_wish, sliders, source, trial, words
):
    def _done(outcome, action):
        set_outcome(outcome)
        set_wish(None if action == "undo" else tune.chosen_thresholds(sliders.value))
        set_typed(None if action == "undo" else words.value)
        if action in ("save_model", "undo_model"):
            set_trial(None)
        set_saves(lambda count: count + 1)

    actions = tune.ask_actions(source, loaded, last, sliders, words, name, trial, _done, set_outcome)
    return (actions,)


@app.cell
def show_saving(actions, last, loaded, outcome, sliders, source, trial, words):
    mo.vstack(
        [
            actions,
            tune.notice(outcome()),
            tune.show_saving(source, loaded, last, sliders.value, words.value, trial()),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
