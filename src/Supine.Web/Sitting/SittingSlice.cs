using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Sitting;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Sitting;

/// <summary>The day of somebody who sits: when to stand up and when to stretch, on the page, at the desk and in a calendar. Every form
/// works without script.</summary>
internal static class SittingSlice
{
    public const string Path = "/sitting";
    public const string LinkPath = $"{Path}/link";
    public const string RevokePath = $"{Path}/link/revoke";

    public static void MapSitting(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet(
            "",
            (HttpContext context, [AsParameters] Needs needs, CancellationToken cancellationToken) =>
                ShowAsync(context, needs, null, cancellationToken)
        );
        pages.MapPost("", Save);
        pages.MapGet("/reminder.ics", SendReminder);
        pages.MapGet("/break", LeadToBreak);
        pages.MapPost("/link", RenewLink);
        pages.MapPost("/link/revoke", RevokeLink);
        app.MapMethods("/calendar/{token}.ics", [HttpMethods.Get, HttpMethods.Head], SendCalendar)
            .ExcludeFromDescription()
            .OpenTo(Door.Secret);
    }

    /// <summary>What these pages need.</summary>
    internal sealed record Needs(Chart Chart, Texts Texts, TextCatalogue Catalogue);

    private static async Task<RazorComponentResult> ShowAsync(
        HttpContext context,
        Needs needs,
        Token? token,
        CancellationToken cancellationToken
    )
    {
        var stored = await needs.Chart.Sitting.FindAsync(cancellationToken);
        var form = stored is null
            ? SittingForm.Of(new() { Zone = needs.Chart.Clock.Zone }, CalendarContent.Everything)
            : SittingForm.Of(stored.Draft, stored.Content);
        return Page(context, needs, stored, form, token, FormFaults.None);
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Save(
        IFormCollection sent,
        HttpContext context,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        var form = SittingForm.Read(sent);
        var faults = new Faults();
        if (form.ToPlan(needs.Texts, faults) is not { } plan)
        {
            return Page(
                context,
                needs,
                await needs.Chart.Sitting.FindAsync(cancellationToken),
                form,
                null,
                FormFaults.Find(faults, [.. SittingForm.Fields])
            );
        }

        await needs.Chart.Sitting.StoreAsync(plan, form.Content, needs.Texts.Language.Code, cancellationToken);
        return SeeOther.Page(Path);
    }

    // One series with an alarm, for any calendar: nothing is stored, and nothing is asked of this program again.
    private static Results<FileContentHttpResult, Faulty> SendReminder(
        HttpContext context,
        [AsParameters] Needs needs,
        [FromQuery] string? at,
        [FromQuery] string[] day
    )
    {
        var texts = needs.Texts;
        var clock = needs.Chart.Clock;
        var faults = new Faults();
        if (!TimeOnly.TryParseExact(at, SittingForm.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            faults.Add("at", texts["sitting.needsTime"]);
            return faults.ToProblem();
        }

        var draft = new PlanDraft
        {
            Zone = clock.Zone,
            StretchDays = [.. SittingForm.Week.Where(known => day.Contains(SittingForm.WordOf(known)))],
            Stretches = [time],
        };
        if (SittingPlan.TryCreate(draft, out var found) is not { } plan)
        {
            foreach (var fault in found)
            {
                faults.Add("day", SittingForm.Explain(fault, texts));
            }

            return faults.ToProblem();
        }

        var whose = $"{context.Request.Host} {clock.Zone} {needs.Chart.Person.Id}";
        var calendar = new SittingCalendar(
            plan,
            new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(whose)).AsSpan(0, 16)),
            clock.Today,
            clock.Now,
            CalendarContent.Stretches,
            new(texts["sitting.calendarName"], texts["sitting.calendarBreak"], texts["sitting.calendarStretch"]),
            OwnAddress.Of(context.Request, SittingAddresses.Today),
            null
        )
        {
            IsOneReminder = true,
        };
        // a phone offers to add it at once, where it is not called an attachment
        context.Response.Headers.ContentDisposition = "inline; filename=supine.ics";
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(Encoding.UTF8.GetBytes(calendar.Write()), "text/calendar; charset=utf-8");
    }

    // What is done on one's feet, whatever it is called. Where there is nothing of the kind, the guide.
    private static RedirectHttpResult LeadToBreak(ProtocolLibrary library) =>
        TypedResults.Redirect(
            library
                .Read()
                .Protocols.FirstOrDefault(protocol =>
                    protocol.Audience == Audience.Home && protocol.Steps.All(step => step.Posture.Surface == Surface.Floor)
                )
                is { } standing
                ? $"/?protocol={Uri.EscapeDataString(standing.Id)}"
                : "/"
        );

    // The address is in this answer and nowhere else: only a digest of it is stored, and no address bar ever shows it.
    private static async Task<RazorComponentResult> RenewLink(
        IFormCollection signed,
        HttpContext context,
        [AsParameters] Needs needs,
        CancellationToken cancellationToken
    )
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        return await ShowAsync(context, needs, await needs.Chart.Sitting.RenewLinkAsync(cancellationToken), cancellationToken);
    }

    private static async Task<SeeOther> RevokeLink(IFormCollection signed, [AsParameters] Needs needs, CancellationToken cancellationToken)
    {
        _ = signed;
        await needs.Chart.Sitting.RevokeLinkAsync(cancellationToken);
        return SeeOther.Page($"{Path}#calendar");
    }

    private static RazorComponentResult<SittingPage> Page(
        HttpContext context,
        Needs needs,
        StoredSitting? stored,
        SittingForm form,
        Token? token,
        FormFaults faults
    )
    {
        var plan = FindPlan(stored);
        var request = context.Request;
        return new(
            new
            {
                View = new SittingPage.Model(
                    form,
                    plan,
                    plan is null ? null : Write(plan),
                    plan is null ? default : FindNextWorkDay(plan, needs.Chart.Clock.Now),
                    stored?.HasLink == true,
                    token is null ? null : OwnAddress.Of(request, $"/calendar/{token.Text}.ics").AbsoluteUri,
                    OwnAddress.IsOfThisMachine(request.Host),
                    faults
                ),
            }
        )
        {
            StatusCode = faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SendCalendar(
        string token,
        HttpContext context,
        ChartOpener charts,
        Texts asked,
        TextCatalogue catalogue,
        CancellationToken cancellationToken
    )
    {
        var stored = await charts.FindByCalendarAsync(new(token), cancellationToken) is { } chart
            ? await chart.Sitting.FindAsync(cancellationToken)
            : null;
        if (stored is null || FindPlan(stored) is not { } plan)
        {
            return Problems.NotFound(asked["sitting.none"]);
        }

        var texts = asked.In(catalogue.Languages.FirstOrDefault(language => language.Code == stored.Language) ?? Language.English);
        var calendar = new SittingCalendar(
            plan,
            stored.Calendar,
            stored.BeginsOn,
            stored.ChangedAt,
            stored.Content,
            new(texts["sitting.calendarName"], texts["sitting.calendarBreak"], texts["sitting.calendarStretch"]),
            OwnAddress.Of(context.Request, SittingAddresses.Today),
            OwnAddress.Of(context.Request, SittingAddresses.Standing)
        );
        var written = Encoding.UTF8.GetBytes(calendar.Write());
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(
            written,
            "text/calendar; charset=utf-8",
            lastModified: stored.ChangedAt,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(written).AsSpan(0, 16))}\"")
        );
    }

    // A plan was without faults when it was stored. A zone that the world has given up since is none any more, and then there is no plan
    // until it is saved anew.
    private static SittingPlan? FindPlan(StoredSitting? stored) => stored is null ? null : SittingPlan.TryCreate(stored.Draft, out _);

    private static DayOfWeek FindNextWorkDay(SittingPlan plan, DateTimeOffset now)
    {
        var day = plan.ToLocal(now);
        while (!plan.Draft.WorkDays.Contains(day.DayOfWeek))
        {
            day = day.AddDays(1);
        }

        return day.DayOfWeek;
    }

    // Read by client/sitting/main.ts.
    private static string Write(SittingPlan plan)
    {
        var draft = plan.Draft;
        return JsonSerializer.Serialize(
            new
            {
                zone = draft.Zone,
                workDays = draft.WorkDays.Select(day => (int)day),
                hours = Write(draft.Hours),
                limit = draft.Limit.TotalMilliseconds,
                @break = draft.Break.TotalMilliseconds,
                postpone = draft.Postpone.TotalMilliseconds,
                quiet = draft.Quiet.Select(Write),
                stretchDays = draft.StretchDays.Select(day => (int)day),
                stretches = draft.Stretches.Select(time => (int)time.ToTimeSpan().TotalMinutes),
                stretch = draft.Stretch.TotalMilliseconds,
            }
        );
    }

    private static object Write(DaySpan span) =>
        new { from = (int)span.From.ToTimeSpan().TotalMinutes, until = (int)span.Until.ToTimeSpan().TotalMinutes };
}
