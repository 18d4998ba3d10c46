using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.OwnVoice;

/// <summary>Everything that the page of the voices shows to a person.</summary>
internal sealed class VoicesView(
    OwnVoices own,
    VoiceLibrary library,
    OpenVoices voices,
    ProtocolLibrary protocols,
    Chart chart,
    Texts texts
)
{
    /// <summary>The page, with what is wrong with what was sent and the name as it was typed.</summary>
    public async Task<RazorComponentResult> ShowAsync(ImmutableArray<string> faults, string typed, CancellationToken cancellationToken)
    {
        var folder = protocols.Read();
        var chosen = await chart.Voices.ReadAsync(cancellationToken);
        var recorded = library.Read();
        var languages = folder
            .Languages.All.Where(language => folder.SpokenIn(language).Any())
            .OrderByDescending(language => language == texts.Language);
        return new RazorComponentResult<VoicesPage>(
            new
            {
                View = new VoicesPage.Model([
                    .. languages.Select(language => new VoicesPage.Group(
                        language,
                        VoiceSample.Find(folder, language) ?? "",
                        [.. ListRows(language, folder, recorded, chosen.GetValueOrDefault(language.Code))]
                    )),
                ]),
                Faults = faults,
                Typed = typed,
            }
        )
        {
            StatusCode = faults.IsEmpty ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    // What can speak here, the best first; then what is still to be recorded, or cannot be opened.
    private IEnumerable<VoicesPage.Row> ListRows(
        Language language,
        ProtocolFolder folder,
        ImmutableArray<RecordedVoice> recorded,
        string? chosen
    )
    {
        var home = folder.Protocols.Where(protocol => protocol.Audience == Audience.Home).Select(protocol => protocol.Id).ToList();
        var open = voices.ChoicesOf(language).ToList();
        var packs = recorded.Where(pack => pack.Speaks(language)).ToList();
        foreach (var voice in open)
        {
            yield return Describe(voice, packs.FirstOrDefault(pack => pack.Id == voice.Id));
        }

        foreach (var pack in packs.Where(pack => open.All(voice => voice.Id != pack.Id)))
        {
            yield return Describe(null, pack);
        }

        VoicesPage.Row Describe(OpenVoice? voice, RecordedVoice? pack)
        {
            var usual = pack is null ? [] : own.ListPhrases(pack, home).Where(phrase => phrase.Phrase.Need == PhraseNeed.Usual).ToList();
            return new(voice, pack, usual.Count(phrase => phrase.Length is not null), usual.Count)
            {
                IsChosen = voice?.Id == chosen && voice is not null,
            };
        }
    }
}
