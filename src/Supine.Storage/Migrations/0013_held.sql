-- What was held on each side, kept with its session, so that half a year of sessions is read without their spans. It is stored together with the
-- spans it is computed from; null where playback never reached a hold of that side.
ALTER TABLE session ADD COLUMN held_left_ms BIGINT CHECK (held_left_ms > 0);
ALTER TABLE session ADD COLUMN held_right_ms BIGINT CHECK (held_right_ms > 0);

UPDATE session SET
    held_left_ms = (
        SELECT sum(
            CASE WHEN session_span.to_ms < track_hold.at_ms + track_hold.duration_ms
                THEN session_span.to_ms ELSE track_hold.at_ms + track_hold.duration_ms END
            - CASE WHEN session_span.from_ms > track_hold.at_ms THEN session_span.from_ms ELSE track_hold.at_ms END)
        FROM session_span JOIN track_hold
            ON track_hold.at_ms < session_span.to_ms AND track_hold.at_ms + track_hold.duration_ms > session_span.from_ms
        WHERE session_span.practice = session.practice AND session_span.person = session.person AND session_span.session = session.id
            AND track_hold.track = session.track AND track_hold.side = 'left' AND session_span.to_ms > session_span.from_ms),
    held_right_ms = (
        SELECT sum(
            CASE WHEN session_span.to_ms < track_hold.at_ms + track_hold.duration_ms
                THEN session_span.to_ms ELSE track_hold.at_ms + track_hold.duration_ms END
            - CASE WHEN session_span.from_ms > track_hold.at_ms THEN session_span.from_ms ELSE track_hold.at_ms END)
        FROM session_span JOIN track_hold
            ON track_hold.at_ms < session_span.to_ms AND track_hold.at_ms + track_hold.duration_ms > session_span.from_ms
        WHERE session_span.practice = session.practice AND session_span.person = session.person AND session_span.session = session.id
            AND track_hold.track = session.track AND track_hold.side = 'right' AND session_span.to_ms > session_span.from_ms);
