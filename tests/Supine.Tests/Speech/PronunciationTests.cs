namespace Supine.Tests.Speech;

public class PronunciationTests
{
    // where the reference itself errs, or puts a pause after an abbreviation
    private static readonly HashSet<string> OwnExpectations =
    [
        "The object is to object to nothing that your body tells you.",
        "Record the record. Object to the object.",
        "The desert, the dessert, to desert.",
        "You did it 3x, she did it 10x.",
        "Your score is 7/10.",
        "Annelise, Okonkwo, Nguyen, Siobhan, Xavier and Björn.",
        "Yoga-block, Pilates, Feldenkrais, qi gong, tai chi.",
        "Gonna, wanna, cannot, 'cause, y'all.",
        "www and Wi-Fi, Bluetooth and USB.",
        "Zzz. Hmm. Shh. Psst. Ouch!",
        "Iliotibial, ischiofemoral, lumbopelvic, myofascial, proprioception.",
        "Trigger-point, capsulolabral, anteversion, retroversion, coxarthrosis.",
        "Page 12, no. 7, vol. 3, fig. 2.",
        "On March 3, 2024, on Jan. 5th and on 2024-10-12.",
        "Approx. five minutes, max. ten, vs. none.",
    ];

    [Theory]
    [InlineData("phonemes.tsv", 0)]
    [InlineData("phonemes-more.tsv", 0.03)]
    public void Sentences_are_pronounced_as_the_reference_pronounces_them(string table, double share)
    {
        var rows = Heart.Table(table).Where(row => row.Length == 2).Where(row => !OwnExpectations.Contains(row[0])).ToList();
        Assert.True(rows.Count > 90);
        var wrong = rows.Select(row => (Text: row[0], Wanted: row[1], Heard: Heart.Phonemes(row[0])))
            .Where(row => row.Wanted != row.Heard)
            .ToList();
        var differences = wrong.Sum(row => Heart.Differences(row.Wanted, row.Heard));
        Assert.True(
            differences <= share * rows.Sum(row => row[1].Length),
            $"{differences} symbols:\n{string.Join('\n', wrong.Select(row => $"{row.Text}\n  {row.Wanted}\n  {row.Heard}"))}"
        );
    }

    [Theory]
    [InlineData("The object is to object to nothing.", "ði ˈɑbʤəkt ɪz tʊ əbʤˈɛkt tə nˈʌθɪŋ.")]
    [InlineData("Object to the object.", "ˈɑbʤəkt tə ði ˈɑbʤəkt.")]
    [InlineData("The desert, the dessert, to desert.", "ðə dˈɛzəɹt, ðə dəzˈɜɹt, tə dəzˈɜɹt.")]
    [InlineData("It runs from desert to desert.", "ˌɪt ɹˈʌnz fɹʌm dˈɛzəɹt tə dˈɛzəɹt.")]
    [InlineData("You did it 3x, she did it 10x.", "jˌu dˈɪd ɪt θɹˈi tˈImz, ʃi dˈɪd ɪt tˈɛn tˈImz.")]
    [InlineData("Your score is 7/10.", "jˌʊɹ skˈɔɹ ɪz sˈɛvən ˈWt ʌv tˈɛn.")]
    [InlineData("The angle went from −15° to 5°.", "ði ˈæŋɡᵊl wˈɛnt fɹʌm mˈInəs fˌɪftˈin dəɡɹˈiz tə fˈIv dəɡɹˈiz.")]
    [InlineData("www", "dˈʌbᵊlju dˈʌbᵊlju dˈʌbᵊlju")]
    [InlineData("Qi gong, tai chi and Björn.", "ʧˈi ɡˈɔŋ, tˈI ʧˈi ænd bjˈɔɹn.")]
    [InlineData("Shh.", "ʃ.")]
    [InlineData("'Cause it hurts.", "kˈʌz ɪt hˈɜɹts.")]
    public void What_the_reference_has_wrong_is_right_here(string text, string phonemes) => Assert.Equal(phonemes, Heart.Phonemes(text));

    [Theory]
    [InlineData("iliopsoas", "ˌɪliOsˈOəs")]
    [InlineData("Iliopsoas", "ˌɪliOsˈOəs")]
    [InlineData("ILIOPSOAS", "ˌɪliOsˈOəs")]
    [InlineData("lumbopelvic", "lˌʌmbOpˈɛlvɪk")]
    [InlineData("ischiofemoral", "ˌɪskiOfˈɛməɹəl")]
    [InlineData("capsulolabral", "kˌæpsəlOlˈAbɹəl")]
    public void Words_of_anatomy_win_over_the_net(string word, string phonemes) => Assert.Equal(phonemes, Heart.Phonemes(word));

    [Theory]
    [InlineData("2.5 cm", "2.5 centimeters")]
    [InlineData("1 cm", "one centimeter")]
    [InlineData("60%", "sixty percent")]
    [InlineData("21 of 30", "twenty one of thirty")]
    [InlineData("3 times", "three times")]
    [InlineData("1x", "one time")]
    [InlineData("3 x 10", "three times ten")]
    [InlineData("3×10", "three times ten")]
    [InlineData("10-15 s", "ten to fifteen seconds")]
    [InlineData("5–8 cm", "five to eight centimeters")]
    [InlineData("90°", "ninety degrees")]
    [InlineData("2½ hours", "two and one half hours")]
    [InlineData("24/7", "twenty-four seven")]
    [InlineData("−0.75", "minus 0.75")]
    [InlineData("no. 7 and fig. 2", "number seven and figure two")]
    [InlineData("level IV", "level four")]
    [InlineData("the 22nd", "the twenty second")]
    [InlineData("at 9:05 p.m.", "at nine oh five P.M.")]
    [InlineData("3/4 of it", "three quarters of it")]
    [InlineData("1,000,000 steps", "one million steps")]
    [InlineData(
        "12345678901234567890",
        "one two three four five six seven eight nine zero one two three four five six seven eight nine zero"
    )]
    public void What_is_written_short_is_spoken_in_words(string written, string words) =>
        Assert.Equal(Heart.Phonemes(words), Heart.Phonemes(written));

    [Theory]
    [InlineData("Breathe 🙂 in", "“🙂” (U+1F642)")]
    [InlineData("Дыши", "“Д” (U+0414)")]
    [InlineData("呼吸", "“呼” (U+547C)")]
    [InlineData("", "no word")]
    [InlineData("   ", "no word")]
    [InlineData("?!… — ()", "no word")]
    public void A_text_that_cannot_be_spoken_is_refused_in_a_sentence(string text, string reason) =>
        Assert.Contains(reason, Heart.Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Contains("half of a character", Heart.Refusal("Rest " + (char)0xD83D), StringComparison.Ordinal);

    [Fact]
    public void The_point_of_a_number_has_no_stress() => Assert.Equal("tˈu pYnt zˈɪɹO fˈIv", Heart.Phonemes("2.05"));

    [Fact]
    public void A_text_of_five_thousand_characters_is_spoken_and_one_more_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("Rest. ", 900))[..5_000];
        Assert.NotEmpty(Heart.Phonemes(text));
        Assert.Contains("5001 characters", Heart.Refusal(text + "s"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_without_an_end_is_parted()
    {
        var parts = Supine
            .Speech.Text.Sentences.SplitPhonemes(Heart.Phonemes(string.Join(" and ", Enumerable.Repeat("rest", 200))))
            .ToList();
        Assert.True(parts.Count > 3);
        Assert.All(parts, part => Assert.InRange(part.Length, 1, 400));
        Assert.Single(Supine.Speech.Text.Sentences.SplitPhonemes(new string('A', 400)));
        Assert.Equal(2, Supine.Speech.Text.Sentences.SplitPhonemes(new string('A', 401)).Count());
    }

    [Fact]
    public void Any_text_is_spoken_or_refused_and_every_symbol_is_one_the_voice_has()
    {
        var symbols = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, int>>(
            File.ReadAllBytes(Path.Combine(Heart.Folder, "vocab.json"))
        )!;
        var random = new Random(16);
        const string Signs = "aeiouAEIOUstnrdlSTN  .,'-/:%°0123456789()x½é…—&@+#<>$€\"“”’\n\té";
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Signs[random.Next(Signs.Length)]));
            switch (Heart.Voice.FindPhonemes(text))
            {
                case Supine.Speech.Pronunciation.Found found:
                    Assert.All(found.ToString(), symbol => Assert.True(symbols.ContainsKey(symbol.ToString()), $"{symbol} of {text}"));
                    break;
                case Supine.Speech.Pronunciation.Refused(var reason):
                    Assert.EndsWith(".", reason, StringComparison.Ordinal);
                    break;
            }
        }
    }

    [Fact]
    public void A_language_s_own_word_wins_over_everything()
    {
        using var voice = new Supine.Speech.EnglishVoice(Heart.Folder, [new("psoas", "pˈOz")], TimeProvider.System);
        Assert.Equal("ðə pˈOz.", voice.FindPhonemes("The Psoas.").ToString());
    }
}
