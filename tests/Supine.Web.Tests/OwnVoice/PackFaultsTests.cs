using Microsoft.AspNetCore.Http;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.OwnVoice;
using Supine.Web.Shell;

namespace Supine.Web.Tests.OwnVoice;

public class PackFaultsTests
{
    private static readonly PackFault[] All =
    [
        new PackFault.TooLarge(),
        new PackFault.NoArchive(),
        new PackFault.TooManyFiles(1_001),
        new PackFault.NoVoice(),
        new PackFault.FolderName("Dr Vega"),
        new PackFault.Misplaced("a.exe"),
        new PackFault.SecondVoice("b/a.wav", "own-1"),
        new PackFault.Locked("a.wav"),
        new PackFault.FileTooLarge("a.wav"),
        new PackFault.Twice("a.wav"),
        new PackFault.Stray("a.wav"),
        new PackFault.NoManifest(),
        new PackFault.UnreadableManifest("its manifest.json is empty."),
        new PackFault.Unnamed(),
        new PackFault.UnknownLanguage("zz", ["en", "de"]),
        new PackFault.SentenceTwice("One."),
        new PackFault.NoSentence("·"),
        new PackFault.OtherRate("a.wav", 44_100),
        new PackFault.MissingClip("a.wav", "One."),
        new PackFault.Damaged("a.wav"),
        new PackFault.UnreadableClip("a.wav", "It holds no sound."),
        new PackFault.SilentClip("a.wav", "One."),
        new PackFault.OtherLength("a.wav", TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(800)),
        new PackFault.ClipTooLong("a.wav", "One.", TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1.5)),
    ];

    [Fact]
    public void Every_fault_there_is_has_its_place_and_words_in_every_language()
    {
        Assert.Equal(
            typeof(PackFault).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(PackFault))).Select(type => type.Name).Order(),
            All.Select(fault => fault.GetType().Name).Order()
        );
        foreach (var fault in All)
        {
            var words = TextCatalogue.Shipped.Languages.Select(language => PackFaults.Explain(fault, TextsIn(language))).ToList();
            Assert.Equal(TextCatalogue.Shipped.Languages.Length, words.Distinct().Count());
            Assert.All(words, sentence => Assert.StartsWith(fault.File, sentence, StringComparison.Ordinal));
            Assert.All(words, sentence => Assert.DoesNotContain('{', sentence));
        }
    }

    [Fact]
    public void A_fault_says_where_what_and_what_to_do() =>
        Assert.Equal(
            "a.wav: “One.” lasts 3.0 s; there are 1.5 s for it. Record it a little faster, and save the voice.",
            PackFaults.Explain(All[^1], TextsIn(Language.English))
        );

    private static Texts TextsIn(Language language) => new Texts(TextCatalogue.Shipped, new HttpContextAccessor()).In(language);
}
