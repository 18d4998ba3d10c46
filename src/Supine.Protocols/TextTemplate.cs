using System.Collections.Immutable;
using System.Text;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>What the placeholders of a text stand for at one place of a sequence.</summary>
/// <param name="Side">Null where no side is worked on.</param>
/// <param name="Times">By name; <c>hold</c>, <c>get-ready</c> and <c>change-sides</c> always.</param>
/// <param name="Counts">By name; <c>sets</c> always, <c>set</c> on a side.</param>
internal sealed record TextScope(
    Side? Side,
    ImmutableSortedDictionary<string, TimeSpan> Times,
    ImmutableSortedDictionary<string, int> Counts
);

/// <summary>A text with placeholders: <c>{side}</c>, <c>{otherSide}</c>, <c>{hold}</c>, <c>{sets|one round|# rounds}</c>.</summary>
/// <remarks>After a full stop an ending: <c>{side.en}</c>. After a bar a form for each category of counts the language has, in English for
/// exactly one and for more; # is the number.</remarks>
internal sealed record TextTemplate(ImmutableArray<TextPart> Parts)
{
    /// <summary>Splits a text; a placeholder that is not closed is a fault.</summary>
    public static bool TryParse(string text, out TextTemplate template, out string fault)
    {
        var parts = ImmutableArray.CreateBuilder<TextPart>();
        var at = 0;
        template = new TextTemplate([]);
        fault = "";
        while (at < text.Length)
        {
            var open = text.IndexOfAny(['{', '}'], at);
            if (open < 0)
            {
                parts.Add(new TextPart.Plain(text[at..]));
                break;
            }

            if (open > at)
            {
                parts.Add(new TextPart.Plain(text[at..open]));
            }

            var close = text[open] == '{' ? text.IndexOfAny(['{', '}'], open + 1) : -1;
            if (close < 0 || text[close] != '}')
            {
                fault = text[open] == '{' ? "a `{` is not closed" : "a `}` has no `{`";
                return false;
            }

            parts.Add(TextPart.Placeholder.Parse(text[(open + 1)..close]));
            at = close + 1;
        }

        template = new TextTemplate(parts.ToImmutable());
        return true;
    }

    /// <summary>The placeholders, in order.</summary>
    public IEnumerable<TextPart.Placeholder> Placeholders => Parts.OfType<TextPart.Placeholder>();

    /// <summary>The text as it is spoken. The placeholders were checked before.</summary>
    public string Fill(Language language, TextScope scope)
    {
        var forms = language.Spoken;
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            text.Append(
                part switch
                {
                    TextPart.Plain plain => plain.Text,
                    TextPart.Placeholder placeholder => Fill(placeholder, forms, scope),
                    _ => throw new InvalidOperationException("A text part is plain or a placeholder."),
                }
            );
        }

        // a folded block of YAML ends in a line break, and what is spoken has no lines; a side may begin the sentence
        var sentence = string.Join(' ', text.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return sentence.Length > 0 && char.IsLower(sentence[0]) ? char.ToUpperInvariant(sentence[0]) + sentence[1..] : sentence;
    }

    private static string Fill(TextPart.Placeholder placeholder, SpokenForms forms, TextScope scope)
    {
        if (placeholder.Name is "side" or "otherSide")
        {
            var side = scope.Side ?? throw new InvalidOperationException($"{{{placeholder.Name}}} stands outside of a side.");
            return forms.Of(placeholder.Name == "side" ? side : side.Other(), placeholder.Form);
        }

        if (scope.Times.TryGetValue(placeholder.Name, out var time))
        {
            return forms.Of(time, placeholder.Form);
        }

        var count = scope.Counts[placeholder.Name];
        return placeholder.Plurals.IsEmpty
            ? forms.Of(count)
            : placeholder.Plurals[forms.CategoryOf(count)].Replace("#", forms.Of(count), StringComparison.Ordinal);
    }
}

/// <summary>A piece of a text.</summary>
internal abstract record TextPart
{
    private TextPart() { }

    public sealed record Plain(string Text) : TextPart;

    public sealed record Placeholder(string Name, string Form, ImmutableArray<string> Plurals) : TextPart
    {
        public static Placeholder Parse(string inside)
        {
            var bars = inside.Split('|');
            var name = bars[0].Trim();
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            return new Placeholder(
                dot < 0 ? name : name[..dot],
                dot < 0 ? "" : name[(dot + 1)..],
                [.. bars.Skip(1).Select(form => form.Trim())]
            );
        }
    }
}
