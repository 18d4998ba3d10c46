using System.Text;

namespace Supine.Speech.Text;

/// <summary>How strongly a word is to be stressed, against how the lexicon stresses it.</summary>
internal enum Emphasis
{
    /// <summary>As the lexicon has it.</summary>
    AsIs,

    /// <summary>A word without any stress gets a secondary one: it begins with a capital.</summary>
    AtLeastSecondary,

    /// <summary>Secondary stress becomes primary, and a word without any gets primary: it is written in capitals.</summary>
    Primary,

    /// <summary>Secondary stress goes, primary becomes secondary: the weaker part of a compound.</summary>
    Lowered,

    /// <summary>No stress at all: the <i>point</i> of a number.</summary>
    None,
}

/// <summary>What the symbols of a pronunciation are, and what is done to the stress in one.</summary>
/// <remarks>
/// The symbols are those of the lexicons: <c>A I O W Y</c> are the vowels of <i>day, my, go, now, boy</i>, <c>ʤ ʧ</c> the affricates,
/// <c>ᵊ ᵻ</c> weak vowels; <c>ˈ</c> and <c>ˌ</c> stand before the vowel they stress.
/// </remarks>
internal static class Phonemes
{
    public const char Primary = 'ˈ';
    public const char Secondary = 'ˌ';

    /// <summary>Marks that are a pause; quotes and brackets are none.</summary>
    public const string Pauses = ";:,.!?—…";

    private const string Vowels = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ";
    private const string Consonants = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθʔT";

    // both sounds of a diphthong or an affricate count
    private const string Heavy = "AIOQWYʤʧ";

    private static readonly System.Buffers.SearchValues<char> VowelSet = System.Buffers.SearchValues.Create(Vowels);

    public static bool IsVowel(char symbol) => VowelSet.Contains(symbol);

    public static bool IsConsonant(char symbol) => Consonants.Contains(symbol, StringComparison.Ordinal);

    public static bool IsPause(char symbol) => Pauses.Contains(symbol, StringComparison.Ordinal);

    /// <summary>How much of a compound a part is.</summary>
    public static int WeightOf(string phonemes) => phonemes.Sum(symbol => Heavy.Contains(symbol, StringComparison.Ordinal) ? 2 : 1);

    public static bool HasPrimary(string phonemes) => phonemes.Contains(Primary, StringComparison.Ordinal);

    /// <summary>A pronunciation with another stress.</summary>
    public static string Stress(string phonemes, Emphasis emphasis) =>
        emphasis switch
        {
            Emphasis.AsIs => phonemes,
            Emphasis.AtLeastSecondary => HasStress(phonemes) ? phonemes : BeforeVowel(phonemes, Secondary),
            Emphasis.Primary => HasPrimary(phonemes) ? phonemes
            : HasStress(phonemes) ? phonemes.Replace(Secondary, Primary)
            : BeforeVowel(phonemes, Primary),
            Emphasis.Lowered => HasPrimary(phonemes)
                ? phonemes.Replace(Secondary.ToString(), "", StringComparison.Ordinal).Replace(Primary, Secondary)
                : phonemes,
            Emphasis.None => phonemes
                .Replace(Secondary.ToString(), "", StringComparison.Ordinal)
                .Replace(Primary.ToString(), "", StringComparison.Ordinal),
        };

    /// <summary>The plural or the genitive of a word: <i>cups, cuffs</i> with s, <i>boxes</i> with a vowel, else z.</summary>
    public static string WithS(string stem) =>
        stem[^1] switch
        {
            'p' or 't' or 'k' or 'f' or 'θ' => stem + "s",
            's' or 'z' or 'ʃ' or 'ʒ' or 'ʧ' or 'ʤ' => stem + "ᵻz",
            _ => stem + "z",
        };

    /// <summary>The past of a verb.</summary>
    public static string WithEd(string stem) =>
        stem[^1] switch
        {
            'p' or 'k' or 'f' or 'θ' or 'ʃ' or 's' or 'ʧ' => stem + "t",
            'd' => stem + "ᵻd",
            't' => WithFlap(stem) + "ᵻd",
            _ => stem + "d",
        };

    /// <summary>The <i>-ing</i> of a verb.</summary>
    public static string WithIng(string stem) => WithFlap(stem) + "ɪŋ";

    // a t between vowels is a flap in American English: waiting, patted
    private static string WithFlap(string stem) =>
        stem.Length > 1 && stem[^1] == 't' && "AIOWYiuæɑəɛɪɹʊʌ".Contains(stem[^2], StringComparison.Ordinal) ? stem[..^1] + "ɾ" : stem;

    private static bool HasStress(string phonemes) => HasPrimary(phonemes) || phonemes.Contains(Secondary, StringComparison.Ordinal);

    private static string BeforeVowel(string phonemes, char stress)
    {
        var at = phonemes.AsSpan().IndexOfAny(VowelSet);
        return at < 0 ? phonemes : new StringBuilder(phonemes).Insert(at, stress).ToString();
    }
}
