"""The one place that knows the tables, and how a store of an older version becomes one of this version."""

SCHEMA_VERSION = 2

# version -> statements that bring a store of that version to the next one; `store.` names the tables. Views are made
# anew with every migration, and version 2 has others only.
MIGRATIONS: dict[int, tuple[str, ...]] = {1: ()}

LISTING_FIELDS = """
    record_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    listing_id VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    title VARCHAR NOT NULL,
    source_type VARCHAR NOT NULL,
    short_description VARCHAR,
    description VARCHAR,
    highlights VARCHAR[],
    dates STRUCT("date" DATE, start_time TIME, end_time TIME, end_date DATE)[] NOT NULL,
    venue VARCHAR,
    city VARCHAR,
    district VARCHAR,
    street VARCHAR,
    street_no VARCHAR,
    zipcode VARCHAR,
    country VARCHAR,
    latitude DOUBLE,
    longitude DOUBLE,
    geo_confidence DOUBLE,
    categories VARCHAR[],
    is_family_event BOOLEAN,
    is_child_focused BOOLEAN,
    admission_free BOOLEAN,
    registration_required BOOLEAN,
    registration_contact VARCHAR,
    confidence_score DOUBLE,
    online BOOLEAN,
    payload VARCHAR NOT NULL
"""

CANONICAL_FIELDS = """
    title VARCHAR NOT NULL,
    source_type VARCHAR NOT NULL,
    short_description VARCHAR,
    description VARCHAR,
    highlights VARCHAR[],
    dates STRUCT("date" DATE, start_time TIME, end_time TIME, end_date DATE)[] NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    venue VARCHAR,
    city VARCHAR,
    district VARCHAR,
    street VARCHAR,
    street_no VARCHAR,
    zipcode VARCHAR,
    country VARCHAR,
    latitude DOUBLE,
    longitude DOUBLE,
    geo_confidence DOUBLE,
    categories VARCHAR[],
    is_family_event BOOLEAN,
    is_child_focused BOOLEAN,
    admission_free BOOLEAN,
    registration_required BOOLEAN,
    registration_contact VARCHAR,
    confidence_score DOUBLE,
    online BOOLEAN,
    provenance MAP(VARCHAR, VARCHAR[]) NOT NULL,
    listings INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    match_confidence DOUBLE NOT NULL,
    needs_review BOOLEAN NOT NULL,
    review_reason VARCHAR
"""

TABLES = {
    "delivery": """
        sha256 VARCHAR NOT NULL,
        file VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        format VARCHAR NOT NULL,
        delivered_at TIMESTAMP NOT NULL,
        processed_at TIMESTAMP,
        metadata VARCHAR,
        entries INTEGER NOT NULL,
        listings_new INTEGER NOT NULL,
        listings_changed INTEGER NOT NULL,
        listings_unchanged INTEGER NOT NULL,
        quarantined INTEGER NOT NULL
    """,
    "listing": f"""
        {LISTING_FIELDS.strip()},
        version INTEGER NOT NULL,
        file_sha256 VARCHAR NOT NULL,
        delivered_at TIMESTAMP NOT NULL,
        effective_at TIMESTAMP NOT NULL
    """,
    "quarantine": """
        quarantine_id BIGINT NOT NULL,
        file VARCHAR NOT NULL,
        file_sha256 VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        position INTEGER,
        reason VARCHAR NOT NULL,
        remedy VARCHAR NOT NULL,
        payload VARCHAR,
        quarantined_at TIMESTAMP NOT NULL,
        resolved_at TIMESTAMP
    """,
    "judgement": """
        judgement_id BIGINT NOT NULL,
        record_id_l VARCHAR NOT NULL,
        record_id_r VARCHAR NOT NULL,
        verdict VARCHAR NOT NULL,
        reviewer VARCHAR NOT NULL,
        note VARCHAR,
        judged_at TIMESTAMP NOT NULL,
        action VARCHAR NOT NULL,
        action_id VARCHAR NOT NULL,
        undoes BIGINT,
        match_weight DOUBLE,
        match_probability DOUBLE,
        model_id VARCHAR,
        content_sha256_l VARCHAR,
        content_sha256_r VARCHAR
    """,
    "model": """
        model_number BIGINT NOT NULL,
        model_id VARCHAR NOT NULL,
        saved_at TIMESTAMP NOT NULL,
        trained_at TIMESTAMP NOT NULL,
        trained_on VARCHAR NOT NULL,
        content VARCHAR NOT NULL
    """,
    "configuration": """
        configuration_id BIGINT NOT NULL,
        saved_at TIMESTAMP NOT NULL,
        saved_by VARCHAR NOT NULL,
        content VARCHAR NOT NULL
    """,
    "run": """
        run_id BIGINT NOT NULL,
        started_at TIMESTAMP NOT NULL,
        kind VARCHAR NOT NULL,
        model_id VARCHAR NOT NULL,
        merge DOUBLE NOT NULL,
        review DOUBLE NOT NULL,
        files INTEGER NOT NULL,
        listings INTEGER NOT NULL,
        quarantined INTEGER NOT NULL,
        pairs BIGINT NOT NULL,
        matches BIGINT NOT NULL,
        canonical_events INTEGER NOT NULL,
        for_review INTEGER NOT NULL,
        seconds VARCHAR NOT NULL
    """,
    "dismissal": """
        dismissal_id BIGINT NOT NULL,
        canonical_event_id VARCHAR NOT NULL,
        dismissed BOOLEAN NOT NULL,
        reviewer VARCHAR NOT NULL,
        note VARCHAR,
        decided_at TIMESTAMP NOT NULL
    """,
    "event_id": """
        canonical_event_id VARCHAR NOT NULL,
        created_at TIMESTAMP NOT NULL,
        redirect_to VARCHAR
    """,
    "dormant": """
        canonical_event_id VARCHAR NOT NULL,
        record_id VARCHAR NOT NULL
    """,
    "renaming": """
        action_id VARCHAR NOT NULL,
        record_id VARCHAR NOT NULL,
        id_before VARCHAR NOT NULL,
        id_after VARCHAR NOT NULL
    """,
    "derivation": """
        model_id VARCHAR NOT NULL,
        config VARCHAR NOT NULL,
        made_by VARCHAR NOT NULL
    """,
    "block": """
        record_id VARCHAR NOT NULL,
        rule VARCHAR NOT NULL,
        key UBIGINT NOT NULL
    """,
    "pair": """
        record_id_l VARCHAR NOT NULL,
        record_id_r VARCHAR NOT NULL,
        match_weight DOUBLE NOT NULL,
        match_probability DOUBLE NOT NULL,
        levels STRUCT("comparison" VARCHAR, "level" TINYINT, weight FLOAT)[] NOT NULL
    """,
    "member": """
        record_id VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        listing_id VARCHAR NOT NULL,
        canonical_event_id VARCHAR NOT NULL,
        component_id VARCHAR NOT NULL
    """,
    "canonical": f"""
        canonical_event_id VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        {CANONICAL_FIELDS.strip()},
        content_sha256 VARCHAR NOT NULL,
        created_at TIMESTAMP NOT NULL,
        updated_at TIMESTAMP NOT NULL
    """,
}

# Made anew whenever the model changes; `record` has the columns its model asks for. `member` is also memory of ids.
DERIVED = ("record", "block", "pair")

# Behind QUALIFY: of each record the version that its publisher stated last; content decides where moments are the same.
NEWEST_VERSION = (
    "row_number() OVER (PARTITION BY record_id ORDER BY effective_at DESC, content_sha256, version DESC) = 1"
)

VIEWS = {
    "current_listing": f"""
        SELECT * FROM listing
        QUALIFY {NEWEST_VERSION} AND NOT withdrawn
    """,
    "current_judgement": """
        SELECT *, row_number() OVER (ORDER BY judged_at, judgement_id) AS recency FROM judgement
        WHERE verdict <> 'undo'
            AND judgement_id NOT IN (SELECT undoes FROM judgement WHERE undoes IS NOT NULL)
        QUALIFY row_number() OVER (
            PARTITION BY record_id_l, record_id_r ORDER BY judged_at DESC, judgement_id DESC
        ) = 1
    """,
    # Open events of which one that was dismissed and one that was not have become, and nobody has decided since.
    "dismissed_in_part": """
        WITH RECURSIVE decided AS (
            SELECT canonical_event_id, arg_max(dismissed, dismissal_id) AS dismissed, max(decided_at) AS decided_at
            FROM dismissal GROUP BY canonical_event_id
        ), undecided AS (
            SELECT redirect_to AS survivor, e.canonical_event_id AS ended
            FROM event_id AS e
            JOIN (SELECT canonical_event_id, updated_at AS ended_at FROM canonical) USING (canonical_event_id)
            LEFT JOIN decided AS d ON d.canonical_event_id = redirect_to
            WHERE redirect_to IS NOT NULL AND (decided_at IS NULL OR decided_at < ended_at)
        ), led AS (
            SELECT survivor, ended FROM undecided
            UNION
            SELECT led.survivor, undecided.ended FROM led JOIN undecided ON undecided.survivor = led.ended
        )
        SELECT DISTINCT survivor AS canonical_event_id
        FROM led
        LEFT JOIN decided AS s ON s.canonical_event_id = survivor
        LEFT JOIN decided AS e ON e.canonical_event_id = ended
        WHERE coalesce(s.dismissed, false) <> coalesce(e.dismissed, false)
            AND survivor IN (SELECT canonical_event_id FROM canonical WHERE status = 'open')
    """,
    # Rather one event too many is handed on than one lost: what is dismissed in part is not dismissed.
    "dismissed": """
        SELECT canonical_event_id FROM dismissal
        WHERE canonical_event_id NOT IN (SELECT canonical_event_id FROM dismissed_in_part)
        GROUP BY canonical_event_id
        HAVING arg_max(dismissed, dismissal_id)
    """,
    "known_event": """
        SELECT * REPLACE (
                needs_review OR dismissed_in_part AS needs_review,
                CASE WHEN dismissed_in_part
                    THEN 'joins an event that was dismissed and one that was not: dismiss or restore it'
                    ELSE review_reason
                END AS review_reason
            )
        FROM (
            SELECT *,
                canonical_event_id IN (SELECT canonical_event_id FROM dismissed_in_part) AS dismissed_in_part,
                canonical_event_id IN (SELECT canonical_event_id FROM dismissed) AS dismissed
            FROM canonical
        )
    """,
    "membership": "SELECT source, listing_id, canonical_event_id FROM member",
    "canonical_event": """
        SELECT * EXCLUDE (status, content_sha256, dismissed_in_part, dismissed)
        FROM known_event
        WHERE status = 'open' AND NOT dismissed
    """,
}
