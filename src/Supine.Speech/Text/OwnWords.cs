namespace Supine.Speech.Text;

/// <summary>Words whose pronunciation is laid down here, before any lexicon: anatomy, and what the lexicons have wrong.</summary>
internal static class OwnWords
{
    /// <summary>In small letters, whatever the class.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iliopsoas"] = "ˌɪliOsˈOəs",
        ["lumbopelvic"] = "lˌʌmbOpˈɛlvɪk",
        ["ischiofemoral"] = "ˌɪskiOfˈɛməɹəl",
        ["capsulolabral"] = "kˌæpsəlOlˈAbɹəl",
        ["iliofemoral"] = "ˌɪliOfˈɛməɹəl",
        ["femoroacetabular"] = "fˌɛməɹOˌæsətˈæbjələɹ",
        ["multifidus"] = "mʌltˈɪfədəs",
        ["abdominis"] = "æbdˈɑmənəs",
        ["fasciae"] = "fˈæʃiˌi",
        ["latae"] = "lˈATi",
        ["chi"] = "ʧˈi",
        ["björn"] = "bjˈɔɹn",
        ["www"] = "dˈʌbᵊlju dˈʌbᵊlju dˈʌbᵊlju",
        ["shh"] = "ʃ",
        ["sh"] = "ʃ",
        ["'cause"] = "kˈʌz",
    };

    /// <summary>The table of word classes knows these as nouns only.</summary>
    private static readonly HashSet<string> AlsoVerbs = new(StringComparer.OrdinalIgnoreCase) { "object", "objects", "desert", "deserts" };

    /// <summary>A word's own pronunciation; null for most.</summary>
    public static string? Find(string word) => Words.GetValueOrDefault(word);

    /// <summary>Makes a verb of <i>object</i> and <i>desert</i> after <i>to</i>, unless the sentence goes <i>from</i> one thing <i>to</i>
    /// another.</summary>
    public static void FindVerbs(IReadOnlyList<Token> tokens, string[] classes)
    {
        var isRange = false;
        for (var i = 1; i < tokens.Count; i++)
        {
            isRange |= tokens[i - 1].Text.Equals("from", StringComparison.OrdinalIgnoreCase);
            if (!isRange && AlsoVerbs.Contains(tokens[i].Text) && tokens[i - 1].Text.Equals("to", StringComparison.OrdinalIgnoreCase))
            {
                classes[i] = "VB";
            }
        }
    }
}
