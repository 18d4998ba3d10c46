using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

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

    private static async Task<Results<RazorComponentResult, ProblemHttpResult>> Show(
        string id,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    ) => await FindAsync(id, needs, cancellationToken) is { } view ? Page(view) : Missing(needs);

    private static async Task<Results<SeeOther, RazorComponentResult, ProblemHttpResult>> Answer(
        string id,
        [FromForm] string? pain,
        [FromForm] string? footDangle,
        [FromForm] string? note,
        [FromForm] string? stopReason,
        [FromForm] string? backArched,
        [FromForm] string? painNextDay,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, needs, cancellationToken) is not { } view)
        {
            return Missing(needs);
        }

        var (chart, texts) = (needs.Chart, needs.Texts);
        var answers = new SessionAnswers(
            chart.Clock.Now,
            ReadNumber(pain),
            ReadNumber(footDangle),
            note?.Replace('\t', ' '),
            Words.FindStop(stopReason),
            ReadYesNo(backArched),
            ReadNumber(painNextDay)
        );
        var faults = AnswerAfter.Check(answers, texts, chart.Clock.Now);
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
                Faults = FormFaults.Find(faults, "pain", "stopReason", "backArched", "footDangle", "painNextDay", "note"),
            };
            return Page(typed, Faulty.Status);
        }

        // deleted meanwhile, in another tab
        return await chart.Sessions.AnswerNowAsync(id, answers, cancellationToken) == Presence.Here
            ? SeeOther.Page($"/sessions/{id}#after")
            : Missing(needs);
    }

    private static async Task<Results<SeeOther, RazorComponentResult, ProblemHttpResult>> Correct(
        string id,
        [FromForm] string? left,
        [FromForm] string? right,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, needs, cancellationToken) is not { } view)
        {
            return Missing(needs);
        }

        var (chart, texts) = (needs.Chart, needs.Texts);
        var faults = new Faults();
        var correction = new HeldCorrection(
            chart.Clock.Now,
            ReadLength("left", left, texts, faults),
            ReadLength("right", right, texts, faults)
        );
        if (faults.AreNone)
        {
            faults = CorrectHeld.Check(correction, texts, chart.Clock.Now);
        }

        if (!faults.AreNone)
        {
            return Page(
                view with
                {
                    LeftTyped = left ?? "",
                    RightTyped = right ?? "",
                    Faults = FormFaults.Find(faults, "left", "right"),
                },
                Faulty.Status
            );
        }

        return await chart.Sessions.CorrectNowAsync(id, correction, cancellationToken) == Presence.Here
            ? SeeOther.Page($"/sessions/{id}#held")
            : Missing(needs);
    }

    private static async Task<Results<SeeOther, ProblemHttpResult>> Delete(
        string id,
        IFormCollection signed,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        if (RecordId.Find(id) is null)
        {
            return Missing(needs);
        }

        await needs.Chart.Sessions.DeleteAsync(id, cancellationToken);
        return SeeOther.Page("/progress/practice");
    }

    /// <summary>What these pages need.</summary>
    internal sealed record Needs(Chart Chart, TrackLibrary Tracks, ProtocolLibrary Protocols, Texts Texts);

    private static ProblemHttpResult Missing(Needs needs) => Problems.NotFound(needs.Texts["problem.noSession"]);

    private static RazorComponentResult<SessionPage> Page(SessionPage.Model view, int status = StatusCodes.Status200OK) =>
        new(new { View = view }) { StatusCode = status };

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

    private static async Task<SessionPage.Model?> FindAsync(string id, Needs needs, CancellationToken cancellationToken)
    {
        var (chart, tracks, protocols, texts) = needs;
        if (await chart.Sessions.FindAsync(id, cancellationToken) is not { } session)
        {
            return null;
        }

        if (await tracks.FindPlayedAsync(session.Track, cancellationToken) is not { } track)
        {
            return null;
        }

        var part = session.State.Milder;
        var milder = part is null ? null : await tracks.FindPlayedAsync(part.Track, cancellationToken);
        var answers = await chart.Sessions.FindAnswersAsync(id, cancellationToken);
        var correction = await chart.Sessions.FindCorrectionAsync(id, cancellationToken);
        var (left, right) = (Length(correction?.LeftMs), Length(correction?.RightMs));
        return new(
            id,
            protocols.TitleOf(track.Protocol, track.Title, texts.Language),
            LocalInstant.FromStored(session.State.StartedAtMs, session.State.UtcOffsetMinutes),
            milder is null || part is null
                ? DescribeEnd(session.State.End, session.State.Spans, track, texts)
                : DescribeEnd(session.State.End, part.Spans, milder, texts),
            RowsOf(track, session.State.Spans),
            [.. FindPauses(session.State.Spans), .. part is null ? [] : FindPauses(part.Spans)],
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
            Milder =
                milder is not null && part is not null
                    ? new(protocols.TitleOf(milder.Protocol, milder.Title, texts.Language), RowsOf(milder, part.Spans))
                    : null,
        };
    }

    private static ImmutableArray<SessionPage.HeldRow> RowsOf(PlayedTrack track, ImmutableSortedDictionary<SpanStart, long> spans) =>
        [
            .. Held.Compute(track, spans)
                .Select(row => new SessionPage.HeldRow(row.Side, row.Set, Length(row.HeldMs), TimeSpan.FromMilliseconds(row.PrescribedMs))),
        ];

    private static TimeSpan? Length(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;

    private static string DescribeEnd(SessionEnd? end, ImmutableSortedDictionary<SpanStart, long> played, PlayedTrack track, Texts texts)
    {
        var reached = Format.Length(played.IsEmpty ? null : TimeSpan.FromMilliseconds(played.Values.Max()));
        var total = Format.Length(TimeSpan.FromMilliseconds(track.TotalMs));
        return end?.Reason switch
        {
            EndReason.Completed => texts["session.completed"],
            EndReason.Stopped => texts["session.stopped", ("reached", reached), ("total", total)],
            EndReason.Abandoned => texts["session.abandoned", ("reached", reached), ("total", total)],
            null => texts["session.unknownEnd", ("reached", reached), ("total", total)],
        };
    }

    private static ImmutableArray<SessionPage.Pause> FindPauses(ImmutableSortedDictionary<SpanStart, long> played)
    {
        var spans = played.Where(span => span.Value > span.Key.FromMs).ToList();
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
