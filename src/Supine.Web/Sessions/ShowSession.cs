using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.Sessions;

/// <summary>The record page of a session and its forms: all of it works without script.</summary>
internal static class ShowSession
{
    // Shorter than this a stretch of playback only changed hands.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/sessions/{id}").ExcludeFromDescription().Personal();
        pages.MapGet("/", Show);
        pages.MapPost("/after", Answer);
        pages.MapPost("/correction", Correct);
        pages.MapPost("/delete", Delete);
    }

    private static async Task<Results<RazorComponentResult<SessionPage>, ProblemHttpResult>> Show(
        string id,
        DbDataSource source,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, id, library, texts) is { } view ? Page(view) : Problems.NotFound(texts["problem.noSession"]);
    }

    private static async Task<Results<SeeOther, RazorComponentResult<SessionPage>, ProblemHttpResult>> Answer(
        string id,
        [FromForm] string? pain,
        [FromForm] string? footDangle,
        [FromForm] string? note,
        [FromForm] string? stopReason,
        [FromForm] string? backArched,
        [FromForm] string? painNextDay,
        DbDataSource source,
        Writes writes,
        ProtocolLibrary library,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(connection, id, library, texts) is not { } view)
        {
            return Problems.NotFound(texts["problem.noSession"]);
        }

        var latest = await AnswerAfter.FindLatestAsync(connection, id);
        var answers = new AnswerAfter.Answers(
            After(latest?.AnsweredAt, clock),
            ReadNumber(pain),
            ReadNumber(footDangle),
            note,
            Words.FindStop(stopReason),
            ReadYesNo(backArched),
            ReadNumber(painNextDay)
        );
        var faults = AnswerAfter.Check(answers, texts, clock.GetUtcNow());
        faults.Require(string.IsNullOrEmpty(stopReason) || answers.StopReason is not null, "stopReason", texts["fault.stopReason"]);
        faults.Require(string.IsNullOrEmpty(backArched) || answers.BackArched is not null, "backArched", texts["fault.backArched"]);
        if (!faults.AreNone)
        {
            var typed = view with
            {
                Pain = pain ?? "",
                FootDangle = footDangle ?? "",
                Note = note ?? "",
                StopReason = stopReason ?? "",
                BackArched = backArched ?? "",
                PainNextDay = painNextDay ?? "",
                Faults = [.. faults.Sentences],
            };
            return Page(typed, StatusCodes.Status400BadRequest);
        }

        await writes.RunAsync(changed => AnswerAfter.StoreAsync(changed, id, answers), cancellationToken);
        return SeeOther.Page($"/sessions/{id}#after");
    }

    private static async Task<Results<SeeOther, RazorComponentResult<SessionPage>, ProblemHttpResult>> Correct(
        string id,
        [FromForm] string? left,
        [FromForm] string? right,
        DbDataSource source,
        Writes writes,
        ProtocolLibrary library,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(connection, id, library, texts) is not { } view)
        {
            return Problems.NotFound(texts["problem.noSession"]);
        }

        var latest = await CorrectHeld.FindLatestAsync(connection, id);
        var faults = new Faults();
        var correction = new CorrectHeld.Correction(
            After(latest?.CorrectedAt, clock),
            ReadLength("left", left, texts, faults),
            ReadLength("right", right, texts, faults)
        );
        if (faults.AreNone)
        {
            faults = CorrectHeld.Check(correction, texts, clock.GetUtcNow());
        }

        if (!faults.AreNone)
        {
            return Page(
                view with
                {
                    LeftTyped = left ?? "",
                    RightTyped = right ?? "",
                    Faults = [.. faults.Sentences],
                },
                StatusCodes.Status400BadRequest
            );
        }

        await writes.RunAsync(changed => CorrectHeld.StoreAsync(changed, id, correction), cancellationToken);
        return SeeOther.Page($"/sessions/{id}#held");
    }

    private static async Task<Results<SeeOther, ProblemHttpResult>> Delete(
        string id,
        IFormCollection signed,
        DbDataSource source,
        Writes writes,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        if (!Session.IsId(id))
        {
            return Problems.NotFound(texts["problem.noSession"]);
        }

        await DeleteSession.ForgetAsync(writes, source, id, cancellationToken);
        return SeeOther.Page("/history");
    }

    private static RazorComponentResult<SessionPage> Page(SessionPage.Model view, int status = StatusCodes.Status200OK) =>
        new(new { View = view }) { StatusCode = status };

    // This machine's clock may be behind that of the device which answered before; the later answer still counts.
    private static DateTimeOffset After(DateTimeOffset? latest, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return latest >= now ? latest.Value.AddMilliseconds(1) : now;
    }

    // What is no number is out of range too, and is refused with the same sentence.
    private static int? ReadNumber(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : -1;

    private static bool? ReadYesNo(string? text) =>
        text switch
        {
            "yes" => true,
            "no" => false,
            _ => null,
        };

    private static long? ReadLength(string place, string? text, Texts texts, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var parts = text.Trim().Split(':');
        var seconds = 0;
        var isLength =
            int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes < 1000
            && parts.Length == 2
            && parts[1].Length == 2
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
            && seconds < 60;
        faults.Require(isLength, place, texts["session.noLength", ("text", text)]);
        return isLength ? ((minutes * 60L) + seconds) * 1000 : null;
    }

    private static async Task<SessionPage.Model?> FindAsync(DbConnection connection, string id, ProtocolLibrary library, Texts texts)
    {
        if (await Session.FindAsync(connection, id) is not { } session)
        {
            return null;
        }

        var track = await PlayedTrackRows.GetAsync(connection, session.Track);
        var answers = await AnswerAfter.FindLatestAsync(connection, id);
        var correction = await CorrectHeld.FindLatestAsync(connection, id);
        var (left, right) = (Length(correction?.LeftMs), Length(correction?.RightMs));
        return new(
            id,
            library.TitleOf(track.Protocol, track.Title, texts.Language),
            DateTimeOffset
                .FromUnixTimeMilliseconds(session.State.StartedAtMs)
                .ToOffset(TimeSpan.FromMinutes(session.State.UtcOffsetMinutes)),
            DescribeEnd(session.State, track, texts),
            [
                .. Held.Compute(track, session.State)
                    .Select(row => new SessionPage.HeldRow(
                        row.Side,
                        row.Set,
                        Length(row.HeldMs),
                        TimeSpan.FromMilliseconds(row.PrescribedMs)
                    )),
            ],
            FindPauses(session.State),
            track.AsksFootDangle,
            session.State.End is not { Reason: EndReason.Completed },
            left,
            right,
            answers?.Pain?.ToString(CultureInfo.InvariantCulture) ?? "",
            answers?.FootDangle?.ToString(CultureInfo.InvariantCulture) ?? "",
            answers?.Note ?? "",
            answers?.StopReason is { } stopped ? Words.Of(stopped) : "",
            left is null ? "" : Format.Length(left),
            right is null ? "" : Format.Length(right)
        )
        {
            BackArched = answers?.BackArched switch
            {
                true => "yes",
                false => "no",
                null => "",
            },
            PainNextDay = answers?.PainNextDay?.ToString(CultureInfo.InvariantCulture) ?? "",
        };
    }

    private static TimeSpan? Length(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;

    private static string DescribeEnd(SessionState state, PlayedTrack track, Texts texts)
    {
        var reached = Format.Length(state.Spans.IsEmpty ? null : TimeSpan.FromMilliseconds(state.Spans.Values.Max()));
        var total = Format.Length(TimeSpan.FromMilliseconds(track.TotalMs));
        return state.End?.Reason switch
        {
            EndReason.Completed => texts["session.completed"],
            EndReason.Stopped => texts["session.stopped", ("reached", reached), ("total", total)],
            EndReason.Abandoned => texts["session.abandoned", ("reached", reached), ("total", total)],
            null => texts["session.unknownEnd", ("reached", reached), ("total", total)],
        };
    }

    private static ImmutableArray<SessionPage.Pause> FindPauses(SessionState state)
    {
        var spans = state.Spans.Where(span => span.Value > span.Key.FromMs).ToList();
        return
        [
            .. from pair in spans.Zip(spans.Skip(1))
            let over = pair.First.Key.StartedAtMs + (pair.First.Value - pair.First.Key.FromMs)
            let length = TimeSpan.FromMilliseconds(Math.Max(0, pair.Second.Key.StartedAtMs - over))
            let jump = Math.Sign(pair.Second.Key.FromMs - pair.First.Value)
            where length >= ShortestPause || jump != 0
            select new SessionPage.Pause(TimeSpan.FromMilliseconds(pair.First.Value), length, jump),
        ];
    }
}
