using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supine.Protocols;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tests.Shell;

/// <summary>A language made of files alone: English with every text in brackets, so that whatever is not in brackets did not come from a
/// file.</summary>
internal static partial class MadeUpLanguage
{
    public const string Code = "xx";

    private const string File = """
        supine: 1
        language: xx
        name: ⟦Xish⟧
        speech: { per-character: 73ms }
        plurals: { one: [1], two: [2] }
        numbers: [⟦zero⟧, ⟦one⟧, ⟦two⟧, ⟦three⟧]
        sides:
          left: { plain: ⟦left⟧ }
          right: { plain: ⟦right⟧ }
        durations:
          both: "⟦{minutes} and {seconds}⟧"
          forms:
            plain:
              seconds: { one: ⟦one second⟧, two: ⟦two seconds⟧, other: "⟦{digits} seconds⟧" }
              minutes: { one: ⟦one minute⟧, two: ⟦two minutes⟧, other: "⟦{words} minutes⟧" }
        dates:
          day: "⟦{weekday} {day} {month} {year}⟧"
          short-day: "⟦{day} {month}⟧"
          months: [⟦Jan⟧, ⟦Feb⟧, ⟦Mar⟧, ⟦Apr⟧, ⟦May⟧, ⟦Jun⟧, ⟦Jul⟧, ⟦Aug⟧, ⟦Sep⟧, ⟦Oct⟧, ⟦Nov⟧, ⟦Dec⟧]
          weekdays: [⟦Mon⟧, ⟦Tue⟧, ⟦Wed⟧, ⟦Thu⟧, ⟦Fri⟧, ⟦Sat⟧, ⟦Sun⟧]
        phrases:
          breathe-in: ⟦Breathe in⟧
          breathe-out: ⟦Breathe out⟧
        calls:
          waiting: ⟦Waiting until your leg is still.⟧
          came-out: ⟦You came out of it.⟧
          goes-on: ⟦Going on without waiting.⟧
          hurts: ⟦What does it feel like?⟧
        figure:
          psoas: ⟦psoas⟧
          low-back: ⟦low back⟧
        """;

    /// <summary>The real program with the language's files added and the protocols translated into it.</summary>
    public static async Task<TestSite> StartAsync()
    {
        var languages = Languages.Shipped.With(Encoding.UTF8.GetBytes(File), $"{Code}.yaml");
        Assert.Empty(languages.Diagnostics);
        var folder = TestSite.NewFolder();
        var home = Path.Combine(folder, "home");
        WriteProtocols(home);
        var texts = languages.All.ToDictionary(
            language => language,
            language =>
                language.Code == Code ? Bracket(ShippedTexts.Read("en")).ToJsonString() : ShippedTexts.Read(language.Code).ToJsonString()
        );
        return await TestSite.StartAsync(
            folder,
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton(languages));
                services.Replace(ServiceDescriptor.Singleton(new TextCatalogue(texts)));
                services.Replace(ServiceDescriptor.Singleton(new HomeFolder(home)));
            }
        );
    }

    /// <summary>What of a text is outside of all brackets.</summary>
    public static string OutsideOf(string text)
    {
        for (var inner = Inner().Replace(text, ""); inner != text; inner = Inner().Replace(text, ""))
        {
            text = inner;
        }

        return text;
    }

    // A protocol's texts are written on one line, in braces or each on its own; every `en:` gets an `xx:` beside it.
    private static void WriteProtocols(string home)
    {
        var shipped = Shipped;
        Directory.CreateDirectory(Path.Combine(home, "protocols"));
        foreach (var file in Directory.GetFiles(shipped, "*.yaml"))
        {
            var text = System.IO.File.ReadAllText(file);
            text = InBraces()
                .Replace(text, match => $"{{ xx: \"{BracketOf(match.Groups["text"].Value)}\", en: {match.Groups["text"].Value}, de:");
            text = OnItsOwn()
                .Replace(
                    text,
                    match =>
                        $"{match.Value}\n{new string(' ', match.Groups["indent"].Length + match.Groups["dash"].Length)}"
                        + $"xx: \"{BracketOf(match.Groups["text"].Value)}\""
                );
            System.IO.File.WriteAllText(Path.Combine(home, "protocols", Path.GetFileName(file)), text);
        }
    }

    /// <summary>The protocols as they come.</summary>
    public static string Shipped => Path.Combine(Repository.Root, "protocols");

    private static string BracketOf(string written) => $"⟦{written.Trim().Trim('"')}⟧";

    // Of a count English has two forms, and this language three.
    private static JsonObject Bracket(JsonObject file)
    {
        foreach (var part in file.Select(part => part.Value).OfType<JsonObject>())
        {
            foreach (var (key, text) in part.ToList())
            {
                part[key] = $"⟦{Forms().Replace(text!.GetValue<string>(), "{$1|$2|$3|$3}")}⟧";
            }
        }

        return file;
    }

    [GeneratedRegex("⟦[^⟦⟧]*⟧")]
    private static partial Regex Inner();

    [GeneratedRegex(@"\{ en: (?<text>""[^""]*""|[^,{}]+?), de:")]
    private static partial Regex InBraces();

    [GeneratedRegex(@"^(?<indent> *)(?<dash>- )?en: (?<text>[^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex OnItsOwn();

    [GeneratedRegex(@"\{(\w+)\|([^{}|]*)\|([^{}|]*)\}")]
    private static partial Regex Forms();
}
