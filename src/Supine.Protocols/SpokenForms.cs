using System.Globalization;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>How a language says sides, counts and durations.</summary>
internal abstract class SpokenForms
{
    private SpokenForms()
    {
    }

    /// <summary>The endings a side may be asked with, like <c>e</c> in <c>{side.e}</c>; the plain form is the empty one.</summary>
    public abstract IReadOnlyList<string> SideForms { get; }

    /// <summary>The endings a duration may be asked with.</summary>
    public abstract IReadOnlyList<string> DurationForms { get; }

    public abstract string BreatheIn { get; }

    public abstract string BreatheOut { get; }

    protected abstract string And { get; }

    public static SpokenForms Of(Language language) => language switch
    {
        Language.English => EnglishForms.Instance,
        Language.German => GermanForms.Instance,
        Language.Spanish => SpanishForms.Instance,
    };

    public abstract string Of(Side side, string form);

    /// <summary>A duration in minutes and whole seconds, rounded to the nearest second.</summary>
    public string Of(TimeSpan duration, string form)
    {
        var seconds = (long)Math.Round(duration.TotalSeconds, MidpointRounding.AwayFromZero);
        return (seconds / 60, seconds % 60) switch
        {
            (0, var rest) => Seconds(rest, form),
            (var minutes, 0) => Minutes(minutes, form),
            var (minutes, rest) => $"{Minutes(minutes, form)} {And} {Seconds(rest, form)}",
        };
    }

    /// <summary>A count above one, in words up to twelve.</summary>
    public string Of(int count) => count >= 0 && count < Numbers.Count ? Numbers[count] : count.ToString(CultureInfo.InvariantCulture);

    protected abstract IReadOnlyList<string> Numbers { get; }

    protected abstract string Seconds(long count, string form);

    protected abstract string Minutes(long count, string form);

    private sealed class EnglishForms : SpokenForms
    {
        public static EnglishForms Instance { get; } = new();

        public override IReadOnlyList<string> SideForms { get; } = [""];

        public override IReadOnlyList<string> DurationForms { get; } = [""];

        public override string BreatheIn => "Breathe in";

        public override string BreatheOut => "Breathe out";

        protected override string And => "and";

        protected override IReadOnlyList<string> Numbers { get; } =
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

        public override string Of(Side side, string form) => side switch { Side.Left => "left", Side.Right => "right" };

        protected override string Seconds(long count, string form) => count == 1 ? "one second" : string.Create(CultureInfo.InvariantCulture, $"{count} seconds");

        protected override string Minutes(long count, string form) => count == 1 ? "one minute" : $"{Of((int)count)} minutes";
    }

    private sealed class GermanForms : SpokenForms
    {
        public static GermanForms Instance { get; } = new();

        // links · linke · linken · linker · linkes · linkem
        public override IReadOnlyList<string> SideForms { get; } = ["", "e", "en", "er", "es", "em"];

        // accusative (halte eine Minute) · dative (nach einer Minute)
        public override IReadOnlyList<string> DurationForms { get; } = ["", "dative"];

        public override string BreatheIn => "Einatmen";

        public override string BreatheOut => "Ausatmen";

        protected override string And => "und";

        protected override IReadOnlyList<string> Numbers { get; } =
            ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"];

        public override string Of(Side side, string form) => (side, form) switch
        {
            (Side.Left, "") => "links",
            (Side.Right, "") => "rechts",
            (Side.Left, _) => "link" + form,
            (Side.Right, _) => "recht" + form,
        };

        protected override string Seconds(long count, string form) => (count, form) switch
        {
            (1, "dative") => "einer Sekunde",
            (1, _) => "eine Sekunde",
            _ => string.Create(CultureInfo.InvariantCulture, $"{count} Sekunden"),
        };

        protected override string Minutes(long count, string form) => (count, form) switch
        {
            (1, "dative") => "einer Minute",
            (1, _) => "eine Minute",
            _ => $"{Of((int)count)} Minuten",
        };
    }

    private sealed class SpanishForms : SpokenForms
    {
        public static SpanishForms Instance { get; } = new();

        // izquierdo · izquierda
        public override IReadOnlyList<string> SideForms { get; } = ["", "f"];

        public override IReadOnlyList<string> DurationForms { get; } = [""];

        public override string BreatheIn => "Inspira";

        public override string BreatheOut => "Espira";

        protected override string And => "y";

        protected override IReadOnlyList<string> Numbers { get; } =
            ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"];

        public override string Of(Side side, string form) => (side, form) switch
        {
            (Side.Left, "f") => "izquierda",
            (Side.Left, _) => "izquierdo",
            (Side.Right, "f") => "derecha",
            (Side.Right, _) => "derecho",
        };

        protected override string Seconds(long count, string form) => count == 1 ? "un segundo" : string.Create(CultureInfo.InvariantCulture, $"{count} segundos");

        protected override string Minutes(long count, string form) => count == 1 ? "un minuto" : $"{Of((int)count)} minutos";
    }
}
