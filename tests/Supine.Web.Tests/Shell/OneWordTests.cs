using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Supine.Web.Tests.Shell;

/// <summary>One word a thing in each language, and Spanish that fits everybody.</summary>
public class OneWordTests
{
    /// <summary>The language · what is not written · instead of it.</summary>
    private static readonly (string Language, string Pattern, string Instead)[] Avoided =
    [
        ("de", @"\bTelefon", "Handy"),
        ("de", @"\d\. Mal\b|\bMal (je|pro)\b", "Durchgang"),
        ("de", @"\b(letzten?|erste|deine) Übung\b", "Einheit, wenn ein Mal gemeint ist"),
        ("de", @"\bje Woche\b", "pro Woche"),
        ("de", @"\bbericht(ig|et)", "korrigieren"),
        ("de", @"\b(gesichert|hereinholen)\b|\b[Ss]ichere (die|sie)\b", "speichern, importieren"),
        ("de", @"\b(Wähle|wähle|Höre|Prüfe|Kürze die|Setze)\b", "Wähl, Hör, Prüf, Kürz, Setz"),
        ("de", @"\b[Bb]itte(t|n)? (nichts|dich|wieder)\b", "Erinnerung"),
        ("de", @"\bvom Fach\b", "Fachperson"),
        ("es", @"\bteléfono\b", "móvil"),
        ("es", @"\b([Ss]entado|[Tt]umbado ahora|[Ee]nfermo|[Cc]onfuso|[Cc]ansado)\b(?! o sentada)", "lo que vale para todas las personas"),
        ("es", @"\bQuédate quiet", "No te muevas"),
        ("es", @"^Veces por lado|\bVez \{set", "serie"),
        ("es", @"\bzona lumbar (\w+ )?plana\b|\b[Pp]ierna plana\b", "apoyada"),
        ("es", @"\ba la semana\b", "por semana"),
        ("es", @"\bdías? de medida\b", "medición"),
        ("es", @"^(A las preguntas|A los estiramientos|Al paso siguiente|Al inicio)\b", "Ir a, Ver"),
        ("es", @"\byacía|\benmudeci", "apoyado, dejó de enviar datos"),
    ];

    private static IEnumerable<(string Place, string Text)> AllIn(string language) =>
        ShippedTexts
            .AllOf(ShippedTexts.Read(language))
            .Concat(
                from folder in new[] { "protocols", "src/Supine.Protocols/Prescribing", "src/Supine.Protocols/Questionnaires" }
                from file in Directory.EnumerateFiles(Path.Combine(TextUseTests.FindSource(), "..", folder), "*.yaml")
                from text in TextsOf(file, language)
                select (Path.GetFileName(file), text)
            );

    private static IEnumerable<string> TextsOf(string file, string language)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(file);
        yaml.Load(reader);
        return
        [
            .. from node in yaml.Documents[0].AllNodes
            where node is YamlMappingNode
            from pair in ((YamlMappingNode)node).Children
            where pair.Key is YamlScalarNode key && key.Value == language && pair.Value is YamlScalarNode
            select ((YamlScalarNode)pair.Value).Value!,
        ];
    }

    [Theory]
    [InlineData("de", 1500)]
    [InlineData("es", 1500)]
    public void What_has_one_word_is_called_nothing_else(string language, int least)
    {
        var all = AllIn(language).ToList();
        Assert.True(all.Count > least, $"Only {all.Count} texts were found.");
        Assert.Equal(
            [],
            from avoided in Avoided
            where avoided.Language == language
            from text in all
            where Regex.IsMatch(text.Text, avoided.Pattern)
            select $"{text.Place}: {text.Text} ({avoided.Instead})"
        );
    }
}
