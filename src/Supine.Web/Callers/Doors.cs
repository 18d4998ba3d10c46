namespace Supine.Web.Callers;

/// <summary>Whom an endpoint is open to. One that says nothing is about a person: in a practice it is closed to whoever is not that
/// person.</summary>
internal enum Door
{
    /// <summary>About one person: the household, or in a practice that patient.</summary>
    Person,

    /// <summary>Says nothing about anybody, in a household and in a practice.</summary>
    Everybody,

    /// <summary>Whoever has the secret in the address, in a household and in a practice: it is about the person whose secret it
    /// is.</summary>
    Secret,

    /// <summary>Only in a household.</summary>
    Household,

    /// <summary>Only in a practice, for whoever has not signed in, too.</summary>
    Visitor,

    /// <summary>A patient, about themselves; only in a practice.</summary>
    Patient,

    /// <summary>Whoever works in a practice.</summary>
    Practitioner,

    /// <summary>An owner of a practice.</summary>
    Owner,
}

/// <summary>Marks endpoints.</summary>
internal static class Doors
{
    /// <summary>Says whom endpoints are open to.</summary>
    public static TBuilder OpenTo<TBuilder>(this TBuilder builder, Door door)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Marked(door));

    /// <summary>Whom an endpoint is open to.</summary>
    public static Door Of(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Marked>()?.Door ?? Door.Person;

    private sealed record Marked(Door Door);
}
