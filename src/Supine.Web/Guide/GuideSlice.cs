using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Guide;

/// <summary>The first page: what it is, one form, one button.</summary>
internal static class GuideSlice
{
    private static readonly ImmutableDictionary<string, string> NoOptions = ImmutableDictionary.Create<string, string>(
        StringComparer.Ordinal
    );

    public static void MapGuide(this IEndpointRouteBuilder app) =>
        app.MapGet("/", Show).ExcludeFromDescription().WithMetadata(new KeptPage());

    private static async Task<Results<RazorComponentResult, ProblemHttpResult>> Show(
        string? protocol,
        Caller caller,
        ChartOpener charts,
        ProtocolLibrary library,
        OpenVoices voices,
        VoiceLibrary recorded,
        TrackLibrary tracks,
        Texts texts,
        ScreeningTable table,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        if (caller.Practising is null)
        {
            // A device keeps this one for use without a network: what it says about somebody comes from the device itself.
            return GuideModel.Of(library.Read(), null, false, texts.Language, NoOptions, table.Groups.Length) is { } neutral
                ? new RazorComponentResult<GuidePage>(
                    new
                    {
                        Model = neutral with
                        {
                            Voices = ListShipped(neutral, recorded),
                            Samples = FindSamples(neutral, library.Read()),
                        },
                        Refusals = ImmutableDictionary<string, string>.Empty,
                    }
                )
                : Problems.NotFound(texts["guide.noProtocol"]);
        }

        var chart = charts.Of(caller);
        var readAt = await chart.Safety.FindLatestAsync(cancellationToken);
        var standing = await chart.Screenings.ReadAsync(cancellationToken);

        // Who has practised and comes without a choice in the address is shown today. Before, the page says what this is.
        Today? next = null;
        var found =
            standing is ScreeningStanding.Answered answered && context.Request.Query.All(pair => pair.Key == CallerFinder.Field)
                ? await chart.FindNextAsync(answered, cancellationToken)
                : null;
        if (found is { Last: not null, IsRuledOut: false } session && standing is ScreeningStanding.Answered { Until: var until })
        {
            var sitting = await chart.Sitting.FindAsync(cancellationToken);
            next = new(
                session,
                chart.Clock.At(until),
                await chart.Questionnaires.FindStandingAsync(cancellationToken),
                sitting?.FindStretchAfter(chart.Clock.Now),
                await chart.FindBetterAsync(cancellationToken)
            );
        }

        var options = await FindLastOptionsAsync(chart, library.Read(), tracks, cancellationToken);
        return
            GuideModel.Of(
                library.Read(),
                next?.Session.Protocol?.Id ?? protocol,
                readAt is not null,
                texts.Language,
                options,
                table.Groups.Length
            )
                is { } model
            ? new RazorComponentResult<GuidePage>(
                new
                {
                    Model = model with
                    {
                        Voices = ListVoices(model, voices, recorded),
                        Samples = FindSamples(model, library.Read()),
                        ChosenVoices = await chart.Voices.ReadAsync(cancellationToken),
                        Today = next,
                        Care = Care.Find(standing, texts),
                        AsksAgain = standing is ScreeningStanding.Again,
                        IsFirst = found is { Last: null },
                        OnlySide = await chart.FindOnlySideAsync(cancellationToken),
                    },
                    Refusals = model.RefusedBy(known => standing.Explain(known, chart.Screenings.Table, texts)),
                }
            )
            : Problems.NotFound(texts["guide.noProtocol"]);
    }

    private static ImmutableDictionary<Language, string> FindSamples(GuideModel model, ProtocolFolder folder) =>
        model.Languages.ToImmutableDictionary(language => language, language => VoiceSample.Find(folder, language) ?? "");

    private static ImmutableArray<GuideModel.Voice> ListVoices(GuideModel model, OpenVoices voices, VoiceLibrary recorded) =>
        [
            .. from language in model.Languages
            from voice in voices.ChoicesOf(language)
            let name = voice.Name
            where name is not null
            select new GuideModel.Voice(language, voice.Id, name, recorded.Find(voice.Id, VoiceOrigin.Own) is not null),
        ];

    // What else can speak is a matter of this machine and its people: a page that is kept says nothing of either.
    private static ImmutableArray<GuideModel.Voice> ListShipped(GuideModel model, VoiceLibrary recorded) =>
        [
            .. from language in model.Languages
            from voice in recorded.Read()
            where voice.Origin == VoiceOrigin.Shipped && voice.Speaks(language)
            select new GuideModel.Voice(language, voice.Id, voice.Manifest.Name, false),
        ];

    // What somebody chose the last time stays chosen, on a device that has not been told either.
    private static async Task<ImmutableDictionary<string, string>> FindLastOptionsAsync(
        Chart chart,
        ProtocolFolder folder,
        TrackLibrary tracks,
        CancellationToken cancellationToken
    )
    {
        var options = NoOptions;
        foreach (var choice in folder.Protocols.SelectMany(protocol => protocol.Choices).Select(choice => choice.Id).Distinct())
        {
            var having = folder.Protocols.Where(protocol => protocol.Choices.Any(own => own.Id == choice)).Select(protocol => protocol.Id);
            if (
                await chart.Sessions.FindLastTrackAsync([.. having], cancellationToken) is { } hash
                && await tracks.FindAsync(hash, folder.Languages, cancellationToken) is { } sequence
                && sequence.Choices.TryGetValue(choice, out var option)
            )
            {
                options = options.Add(choice, option);
            }
        }

        return options;
    }
}
