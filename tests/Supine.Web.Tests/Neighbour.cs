using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;

namespace Supine.Web.Tests;

/// <summary>Somebody else in the household of every test, with a row in every table about people. Nothing of theirs is ever shown to the
/// person of the test, and nothing that person does changes a row of theirs.</summary>
internal static class Neighbour
{
    public const string Id = "0190dead-beef-7000-8000-000000000001";
    public const string Name = "Kim next door";

    /// <summary>Stands in every text of theirs, and in every id.</summary>
    public static readonly string[] Marks = ["zzneighbour", "0190dead-beef-7"];

    private const string Session = "0190dead-beef-7000-8000-00000000000a";
    private const string Reading = "0190dead-beef-7000-8000-00000000000b";
    private const string Questionnaire = "0190dead-beef-7000-8000-00000000000c";
    private const string Screening = "0190dead-beef-7000-8000-00000000000d";

    /// <summary>Moves in, if they have not.</summary>
    public static async Task MoveInAsync(DbConnection connection)
    {
        if (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM person WHERE id = @Id", new { Id }) > 0)
        {
            return;
        }

        var at = FakeClock.Morning.AddHours(-1).ToUnixTimeMilliseconds();
        var rows = new (string Table, string Columns, string Values)[]
        {
            (
                "session",
                "id, track, started_at, utc_offset_minutes, end_reason, ended_at",
                $"'{Session}', 'zzneighbour', {at}, -300, 'stopped', {at}"
            ),
            ("session_span", "session, started_at, from_ms, to_ms", $"'{Session}', {at}, 0, 50000"),
            ("session_answer", "session, answered_at, pain, note, stop_reason", $"'{Session}', {at}, 9, 'zzneighbour', 'pain'"),
            ("session_correction", "session, corrected_at, left_ms", $"'{Session}', {at}, 600000"),
            ("deleted_session", "id_digest", "'zzneighbour'"),
            ("safety_confirmation", "confirmed_at", $"{at}"),
            ("feed", "token_digest, changed_at", $"'zzneighbour', {at}"),
            ("feed_item", "id, query, added_at", $"'zzneighbour', 'protocol=zzneighbour', {at}"),
            (
                "reading",
                "id, side, taken_at, utc_offset_minutes, method, moment, raw",
                $"'{Reading}', 'left', {at}, -300, 'phone', 'alone', '{{\"IsCut\":false,\"Recordings\":[]}}'"
            ),
            ("reading_result", "reading, maths_version, reason", $"'{Reading}', 1000, 'sensorSilent'"),
            ("reading_correction", "reading, corrected_at, below", $"'{Reading}', {at}, 33.25"),
            ("deleted_reading", "id_digest", "'zzneighbour'"),
            ("screening", "id, answered_at, edition", $"'{Screening}', {at}, 2"),
            ("screening_answer", "screening, question", $"'{Screening}', 'pregnancy'"),
            (
                "screening_release",
                "screening, question, released_by, released_at, profession, asked_on",
                $"'{Screening}', 'pregnancy', 'Dr. zzneighbour', {at}, 'zzneighbour', '2026-04-01'"
            ),
            ("screening_release_limit", "screening, question, limit_kept", $"'{Screening}', 'pregnancy', 'level-1-only'"),
            (
                "pain_clearance",
                "id, told_at, asked_on, cleared_by, profession",
                $"'{Screening}', {at}, '2026-04-01', 'Dr. zzneighbour', 'zzneighbour'"
            ),
            ("goal", "goal, said_at", $"'reach', {at}"),
            ("voice_choice", "language, voice, chosen_at", $"'en', 'zzneighbour', {at}"),
            ("symptom_report", "id, reported_at", $"'{Screening}', {at}"),
            (
                "sitting",
                "draft, content, language, begins_on, changed_at, calendar, link_digest",
                $"'{{\"Zone\":\"zzneighbour\"}}', 'everything', 'en', '2026-04-01', {at}, '00000000000000000000000000000001', 'zzneighbour'"
            ),
            ("questionnaire", "id, answered_at, utc_offset_minutes", $"'{Questionnaire}', {at}, -300"),
            (
                "questionnaire_version",
                "questionnaire, written_at, edition, language, pain, statements",
                $"'{Questionnaire}', {at}, 1, 'en', 9, 1"
            ),
            ("questionnaire_statement", "questionnaire, written_at, statement", $"'{Questionnaire}', {at}, 'home'"),
            ("questionnaire_activity", "questionnaire, written_at, place, name, rating", $"'{Questionnaire}', {at}, 0, 'zzneighbour', 1"),
            ("deleted_questionnaire", "id_digest", "'zzneighbour'"),
            ("questionnaire_put_off", "id, put_off_at, until_day", $"'{Questionnaire}', {at}, '2030-01-01'"),
            ("body_size", "sex, kilograms", "'male', 131.5"),
            ("experiment", "id, side, drawn_at, utc_offset_minutes", $"'{Questionnaire}', 'right', {at}, -300"),
            ("audit_subject", "id", "'zzneighbour'"),
            (
                "patient_link",
                "digest, code_start, code_hash, attempts, made_at, ends_at",
                $"'zzneighbour', 'zzneighbour', 'zzneighbour', 0, {at}, {at}"
            ),
            ("patient_device", "id, digest, name, bound_at, used_on", $"'{Screening}', 'zzneighbour', 'zzneighbour', {at}, '2026-04-01'"),
            ("prescribed_value", "dial, value, prescribed_by", "'sets', 4, 'Dr. zzneighbour'"),
        };
        var sql = new StringBuilder(
            $"""
            BEGIN;
            INSERT INTO track (hash, protocol, title, language, total_ms, foot_dangle, sequence, stored_at)
            VALUES ('zzneighbour', 'psoas-lying-1', 'zzneighbour', 'en', 60000, 0, '', {at}) ON CONFLICT (hash) DO NOTHING;
            INSERT INTO track_hold (track, at_ms, duration_ms, side, set_number) VALUES ('zzneighbour', 1000, 45000, 'left', 1)
            ON CONFLICT (track, at_ms) DO NOTHING;
            INSERT INTO person (practice, id, name, zone, created_at) VALUES ('home', '{Id}', '{Name}', 'Asia/Tokyo', {at});
            """
        );
        foreach (var (table, columns, values) in rows)
        {
            sql.Append(
                CultureInfo.InvariantCulture,
                $"INSERT INTO {table} (practice, person, {columns}) VALUES ('home', '{Id}', {values});\n"
            );
        }

        await connection.ExecuteAsync(sql.Append("COMMIT;").ToString());
    }

    /// <summary>Everything of theirs, as text.</summary>
    public static async Task<string> DescribeAsync(DbConnection connection, IEnumerable<TableShape> tables)
    {
        var all = new StringBuilder();
        foreach (var table in tables.Where(table => table.Columns.Contains("person")).OrderBy(table => table.Name, StringComparer.Ordinal))
        {
            var rows = (await connection.QueryAsync($"SELECT * FROM {table.Name} WHERE person = @Id", new { Id }))
                .Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values))
                .Order(StringComparer.Ordinal)
                .ToList();

            // a table that this person has no row in would be watched by nobody
            Assert.NotEmpty(rows);
            all.AppendLine(CultureInfo.InvariantCulture, $"{table.Name}: {string.Join("; ", rows)}");
        }

        return all.ToString();
    }
}

/// <summary>A table as the database describes it.</summary>
internal sealed record TableShape(string Name, IReadOnlyList<string> Columns);
