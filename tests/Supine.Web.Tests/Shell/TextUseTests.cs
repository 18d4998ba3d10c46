using System.Text.RegularExpressions;

namespace Supine.Web.Tests.Shell;

/// <summary>Every text that is asked for is there, every one that is there is asked for, and no page has words of its own.</summary>
public partial class TextUseTests
{
    // A name is the same in every language.
    private static readonly string[] Names = ["Supine"];

    private static readonly string Source = FindSource();

    private static readonly string[] Keys = [.. ShippedTexts.AllOf(ShippedTexts.Read("en")).Select(text => text.Key)];

    private static IEnumerable<(string Name, string Text)> Files(string folder, params string[] kinds) =>
        Directory
            .EnumerateFiles(Path.Combine(Source, folder), "*", SearchOption.AllDirectories)
            .Where(file =>
                kinds.Contains(Path.GetExtension(file)) && !Regex.IsMatch(file, @"[\\/](obj|bin|wwwroot)[\\/]|\.test\.ts$|\.gen\.ts$")
            )
            .Select(file => (Path.GetRelativePath(Source, file), File.ReadAllText(file)));

    [Fact]
    public void Every_key_that_is_asked_for_is_there()
    {
        var asked = (
            from file in Files("Supine.Web", ".cs", ".razor")
            from Match match in Asked().Matches(file.Text)
            select match.Groups["key"].Value
        )
            .Distinct()
            .ToList();
        Assert.True(asked.Count > 100, $"Only {asked.Count} keys were found.");
        Assert.Empty(asked.Except(Keys));
    }

    // The client's keys are checked by its compiler; here, that each is used.
    [Fact]
    public void Every_key_that_is_there_is_asked_for()
    {
        var server = Files("Supine.Web", ".cs", ".razor").Select(file => file.Text).ToList();
        var client = Files("client", ".ts").Select(file => file.Text).ToList();
        var written = server
            .SelectMany(text => Literal().Matches(text).Select(match => match.Groups["text"].Value))
            .Concat(client.SelectMany(text => Literal().Matches(text).Select(match => "client." + match.Groups["text"].Value)))
            .ToHashSet(StringComparer.Ordinal);
        var beginnings = server
            .SelectMany(text => Beginning().Matches(text).Select(match => match.Groups["key"].Value))
            .Concat(client.SelectMany(text => ClientBeginning().Matches(text).Select(match => "client." + match.Groups["key"].Value)))
            .ToHashSet(StringComparer.Ordinal);
        var unused = Keys.Except(written)
            .Where(key => !beginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal)))
            .ToList();
        Assert.Equal([], unused);
    }

    [Fact]
    public void No_page_has_words_of_its_own()
    {
        var pages = Files("Supine.Web", ".razor").Where(file => !file.Name.EndsWith("_Imports.razor", StringComparison.Ordinal)).ToList();
        Assert.True(pages.Count > 8, $"Only {pages.Count} pages were found.");
        Assert.Empty(from page in pages from words in FindWords(page.Text) where !Names.Contains(words) select $"{page.Name}: {words}");
    }

    [Fact]
    public void No_style_sheet_has_words_of_its_own()
    {
        var sheets = Files("client", ".css").ToList();
        Assert.Contains(sheets, sheet => sheet.Text.Contains("content: attr(data-name)", StringComparison.Ordinal));
        Assert.Empty(from sheet in sheets from Match words in SheetWords().Matches(sheet.Text) select $"{sheet.Name}: {words.Value}");
    }

    [GeneratedRegex("content:\\s*\"[^\"]*\\p{L}{2,}[^\"]*\"")]
    private static partial Regex SheetWords();

    [Theory]
    [InlineData("<p>Press start</p>", "Press start")]
    [InlineData("<p>@T[\"guide.lead\"]</p>")]
    [InlineData("<p>@T[\"guide.lead\"] seconds</p>", "seconds")]
    [InlineData("<p>At @Format.Length(pause.At) of the track</p>", "At", "of the track")]
    [InlineData("<p>@(count > 1 ? T[\"a.b\"] : T[\"c.d\"]) · 5</p>")]
    [InlineData("@foreach (var step in Steps)\n{\n  <li>@step.Title</li>\n}\nelse if (x)\n{\n <b>yes</b> }", "yes")]
    [InlineData("@if (a is { } b)\n{\n  <b>@b.Text.In(T.Language) left</b>\n}", "left")]
    [InlineData("<button aria-label=\"Stop\" class=\"pause\">×</button>", "Stop")]
    [InlineData("<button aria-label=\"@T[\"player.stop\"]\"></button>")]
    [InlineData("@* a comment *@<!-- another --><i></i>\n@code {\n  private string Text => \"<b>words</b>\";\n}")]
    [InlineData("<script id=\"texts\">@((MarkupString)T.Client)</script>")]
    public void Words_are_found_where_they_stand_and_nowhere_else(string page, params string[] words) =>
        Assert.Equal(words, FindWords(page));

    private static IEnumerable<string> FindWords(string page)
    {
        var markup = Code().Replace(page, "");
        markup = Comments().Replace(markup, "");
        foreach (Match said in Attribute().Matches(markup))
        {
            yield return said.Groups["text"].Value;
        }

        markup = Expression().Replace(markup, "¤");
        markup = Statement().Replace(markup, "¤");
        foreach (
            var text in Tag()
                .Split(markup)
                .SelectMany(text => text.Split(['¤', '{', '}', '\n']))
                .Select(text => text.Trim(' ', '·', '.', ',', ':'))
        )
        {
            if (Words().IsMatch(text))
            {
                yield return text;
            }
        }
    }

    internal static string FindSource()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Supine.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Supine.slnx is above no folder of the tests.");
        }

        return Path.Combine(folder.FullName, "src");
    }

    [GeneratedRegex(@"\b(T|texts|Texts)\[""(?<key>[\w.]+)""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"""(?<text>[\w.-]+)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\$""(?<key>\w+\.[\w-]*)\{")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"`(?<key>\w+)\$\{")]
    private static partial Regex ClientBeginning();

    [GeneratedRegex(@"^@code \{.*", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(
        @"@\*.*?\*@|<!--.*?-->|^@(page|layout|inherits|inject|using|namespace|implements|attribute|typeparam)\b[^\n]*",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Comments();

    // what is shown or spoken of an element beside its text
    [GeneratedRegex(@"\b(aria-label|aria-description|title|placeholder|alt)=""(?<text>[^""@]*\p{L}{2,}[^""@]*)""")]
    private static partial Regex Attribute();

    // @T[…], @(…), @name.Name(…)[…].Name
    [GeneratedRegex(
        @"@(\((?>[^()]+|(?<open>\()|(?<-open>\)))*\)(?(open)(?!))|(?!if\b|for\b|foreach\b|switch\b|while\b|code\b)[\w.]+)((\[(?>[^\[\]]+|(?<square>\[)|(?<-square>\]))*\](?(square)(?!))|\((?>[^()]+|(?<round>\()|(?<-round>\)))*\)(?(round)(?!)))\.?[\w.]*)*"
    )]
    private static partial Regex Expression();

    // @if (…), else, case …:
    [GeneratedRegex(
        @"(@(if|for|foreach|switch|while) ?|\belse if )\((?>[^()]+|(?<open>\()|(?<-open>\)))*\)(?(open)(?!))|\belse\b|^\s*(case [^\n]*:|default:|break;)",
        RegexOptions.Multiline
    )]
    private static partial Regex Statement();

    [GeneratedRegex(@"<(?:[^<>""]|""[^""]*"")*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Words();
}
