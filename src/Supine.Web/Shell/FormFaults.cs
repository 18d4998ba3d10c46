using System.Collections.Immutable;
using Supine.Web.Boundary;

namespace Supine.Web.Shell;

/// <summary>What is wrong with a form, each fault at its field.</summary>
public sealed class FormFaults
{
    private readonly ImmutableArray<(string Place, string Sentence)> _all;

    private FormFaults(ImmutableArray<(string Place, string Sentence)> all) => _all = all;

    /// <summary>Nothing is wrong.</summary>
    public static FormFaults None { get; } = new([]);

    /// <summary>Whether nothing is.</summary>
    public bool AreNone => _all.IsEmpty;

    /// <summary>All of them with the name of their field, in the order of the form.</summary>
    public IEnumerable<(string Place, string Sentence)> All => _all;

    /// <summary>What is wrong with a field; null where nothing is.</summary>
    public string? this[string place] =>
        string.Join(' ', _all.Where(fault => fault.Place == place).Select(fault => fault.Sentence)) is { Length: > 0 } sentence
            ? sentence
            : null;

    /// <summary>The attributes of a field: it is named as faulty, described by its fault, and the first of them has the focus.</summary>
    public IReadOnlyDictionary<string, object> Of(string place)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        if (this[place] is not null)
        {
            attributes.Add("aria-invalid", "true");
            attributes.Add("aria-describedby", $"{place}-fault");
            if (_all[0].Place == place)
            {
                attributes.Add("autofocus", true);
            }
        }

        return attributes;
    }

    /// <summary>The faults of a form, in the order of its fields.</summary>
    /// <param name="faults">What was found.</param>
    /// <param name="fields">The names of the fields, in order; what is of no field comes last.</param>
    internal static FormFaults Find(Faults faults, params string[] fields) =>
        new([.. faults.All.OrderBy(fault => Array.IndexOf(fields, fault.Place) is >= 0 and var at ? at : fields.Length)]);
}
