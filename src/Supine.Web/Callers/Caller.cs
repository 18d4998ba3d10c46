using System.Collections.Immutable;
using NodaTime;
using Supine.Web.Accounts;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Callers;

/// <summary>Who asks. Found once a request.</summary>
public abstract record Caller
{
    private Caller() { }

    /// <summary>Whose chart the request is about; null where it is about nobody's.</summary>
    public Person? Practising =>
        this switch
        {
            Household household => household.Person,
            Patient patient => patient.Person,
            _ => null,
        };

    /// <summary>Somebody of the household, whom nobody checks: the program listens on this machine only.</summary>
    /// <param name="Person">Who is practising.</param>
    /// <param name="People">Everybody in the household, in the order in which they came.</param>
    /// <param name="DeviceZone">The time zone the device says it is in; null where it says none.</param>
    public sealed record Household(Person Person, ImmutableArray<Person> People, DateTimeZone? DeviceZone) : Caller
    {
        /// <summary>What a person is called on a page, whether or not anybody has given them a name.</summary>
        internal string NameOf(Person person, Texts texts) =>
            person.Name.Length > 0 ? person.Name
            : People.Length == 1 ? texts["people.you"]
            : texts["people.unnamed", ("number", People.IndexOf(person) + 1)];
    }

    /// <summary>A patient of a practice, on a device that a link has bound. They reach their own chart and nothing else.</summary>
    /// <param name="Person">Who it is.</param>
    /// <param name="Device">The id of the device.</param>
    /// <param name="DeviceZone">The time zone the device says it is in; null where it says none.</param>
    public sealed record Patient(Person Person, string Device, DateTimeZone? DeviceZone) : Caller;

    /// <summary>Somebody who works in a practice and has signed in.</summary>
    /// <param name="Practice">The practice's id.</param>
    /// <param name="Id">Their own.</param>
    /// <param name="Name">What they are called.</param>
    /// <param name="Role">What they may do.</param>
    public sealed record Practitioner(string Practice, string Id, string Name, PractitionerRole Role) : Caller;

    /// <summary>Nobody: what is answered says nothing about anybody.</summary>
    public sealed record Nobody : Caller;
}
