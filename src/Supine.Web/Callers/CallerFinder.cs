using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using NodaTime;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Callers;

/// <summary>Marks an endpoint that concerns nobody in particular: what it does is the same for all people.</summary>
internal sealed record ForAnybody;

/// <summary>Finds out who asks.</summary>
/// <remarks>
/// A request that changes something names the person itself (a form's field, a header, or the address), so that it works without cookies
/// and in two tabs with two people. A request that only reads may leave it to the cookie of the device, or else to the household's first
/// person.
/// </remarks>
internal static class CallerFinder
{
    /// <summary>Names the person in a form, an address and a device's cookie.</summary>
    public const string Field = "person";

    /// <summary>Names the person in a request of the page's script.</summary>
    public const string Header = "Supine-Person";

    /// <summary>The device's time zone, by its IANA name.</summary>
    public const string ZoneHeader = "Supine-Zone";

    /// <summary>Asks for a page as it may be kept on a device: it says nothing about anybody.</summary>
    public const string KeptHeader = "Supine-Kept";

    /// <summary>Remembers on a device who practises.</summary>
    public const string Cookie = "supine-person";

    /// <summary>The device's time zone.</summary>
    public const string ZoneCookie = "supine-zone";

    /// <summary>Where a patient's device is bound.</summary>
    public const string StartPath = "/start";

    public static void AddCallers(this IServiceCollection services)
    {
        services.AddSingleton<ChartOpener>();
        services.AddSingleton<ChartPeople>();
        services.AddSingleton<ChartPatients>();
        services.AddSingleton<ChartDevices>();
        services.AddSingleton<DeviceCookie>();
        services.AddHostedService<RequireSignIn>();
        services.AddHostedService<ComputeAgain>();
        services.AddScoped(provider =>
            provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>() ?? new Caller.Nobody()
        );
        services.AddScoped(provider => provider.GetRequiredService<ChartOpener>().Of(provider.GetRequiredService<Caller>()));
    }

    /// <summary>The chart of who asks.</summary>
    /// <exception cref="InvalidOperationException">Nobody asks: an endpoint that is for anybody must not take a chart.</exception>
    public static Chart Of(this ChartOpener charts, Caller caller) =>
        caller switch
        {
            Caller.Household(var person, _, var zone) => charts.Of(person, zone),
            Caller.Patient(var person, _, var zone) => charts.Of(person, zone),
            _ => throw new InvalidOperationException("Nobody has no chart."),
        };

    /// <summary>Marks endpoints that concern nobody in particular.</summary>
    public static TBuilder ForAnybody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ForAnybody());

    /// <summary>Finds the caller of each request and refuses those that name nobody who is here.</summary>
    public static void UseCallers(this WebApplication app) => app.Use(next => context => FindAsync(context, next));

    private static async Task FindAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (
            endpoint is null
            || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || (context.Request.Headers.ContainsKey(KeptHeader) && endpoint.Metadata.GetMetadata<KeptPage>() is not null)
        )
        {
            await next(context);
            return;
        }

        var isPractice = await context.RequestServices.GetRequiredService<Practices>().IsPracticeAsync(context.RequestAborted);
        if (isPractice)
        {
            await FindInPracticeAsync(context, endpoint, next);
            return;
        }

        if (Doors.Of(endpoint) is Door.Visitor or Door.Patient or Door.Practitioner or Door.Owner)
        {
            await NotHereAsync(context);
            return;
        }

        var everybody = await context.RequestServices.GetRequiredService<ChartPeople>().ListAsync(ChartKey.Home, context.RequestAborted);
        var named = await FindNamedAsync(context.Request);
        if (named is not null && everybody.All(person => person.Id != named) && endpoint.Metadata.GetMetadata<ForAnybody>() is null)
        {
            await RefuseAsync(context, named);
            return;
        }

        if (
            named is null
            && everybody.Length > 1
            && Guards.IsChange(context.Request)
            && endpoint.Metadata.GetMetadata<ForAnybody>() is null
        )
        {
            var texts = context.RequestServices.GetRequiredService<Texts>();
            var faults = new Faults();
            faults.Add(Field, texts["people.nobodyNamed"]);
            await faults.ToProblem().ExecuteAsync(context);
            return;
        }

        var onDevice = Find(everybody, context.Request.Cookies[Cookie]) ?? everybody[0];
        var person = Find(everybody, named) ?? onDevice;
        context.Features.Set<Caller>(new Caller.Household(person, everybody, FindZone(context.Request)));
        await next(context);
        if (person != onDevice)
        {
            LeadOnAs(person, context.Response);
        }
    }

    // Closed, unless the endpoint says whom it is open to. One device may be a patient's and have a practitioner signed in: the endpoint
    // decides who asks.
    private static async Task FindInPracticeAsync(HttpContext context, Endpoint endpoint, RequestDelegate next)
    {
        // what depends on who asks is kept by no cache
        context.Response.Headers.CacheControl = "no-cache, no-store";
        var door = Doors.Of(endpoint);
        var patient = door is Door.Practitioner or Door.Owner or Door.Secret ? null : await FindPatientAsync(context);
        var practitioner =
            door is Door.Secret || (door is Door.Person or Door.Patient && patient is not null)
                ? null
                : await FindPractitionerAsync(context);
        context.Features.Set<Caller>(practitioner ?? (Caller?)patient ?? new Caller.Nobody());
        await (
            (door, practitioner, patient) switch
            {
                (Door.Household, _, _) => NotHereAsync(context),
                (Door.Everybody or Door.Visitor or Door.Secret, _, _) => next(context),
                (Door.Person or Door.Patient, _, { Person: var person }) => EnterAsync(context, endpoint, person, next),
                (_, null, _) => AskToSignInAsync(context, door),
                (Door.Practitioner, _, _) or (Door.Owner, { Role: PractitionerRole.Owner }, _) => next(context),
                (Door.Owner, _, _) => RefuseAsync(context, texts => texts["account.ownersOnly"]),
                (Door.Person or Door.Patient, _, _) => RefuseAsync(context, texts => texts["account.noPatient"]),
            }
        );
    }

    // A page of somebody else's, or what it left to be sent, is not taken for this patient's: the device may have been theirs before.
    private static async Task EnterAsync(HttpContext context, Endpoint endpoint, Person person, RequestDelegate next)
    {
        if (endpoint.Metadata.GetMetadata<ForAnybody>() is not null || !await NamesAnotherAsync(context.Request, person.Id))
        {
            await next(context);
            return;
        }

        var problem = Problems.NotFound(context.RequestServices.GetRequiredService<Texts>()["people.unknown"]);
        problem.ProblemDetails.Extensions["code"] = "person-unknown";
        await problem.ExecuteAsync(context);
    }

    private static async Task<bool> NamesAnotherAsync(HttpRequest request, string id)
    {
        var inForm =
            Guards.IsChange(request) && request.HasFormContentType
                ? (await request.ReadFormAsync(request.HttpContext.RequestAborted))[Field]
                : default;
        return request.Query[Field].Concat(request.Headers[Header]).Concat(inForm).Any(named => named != id);
    }

    // A device counts as long as it is bound: that is asked each time, so that revoking it holds at once.
    private static async Task<Caller.Patient?> FindPatientAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var cookie = services.GetRequiredService<DeviceCookie>();
        var devices = services.GetRequiredService<ChartDevices>();
        if (cookie.Find(context.Request) is not { } token || await devices.FindAsync(token, context.RequestAborted) is not { } device)
        {
            return null;
        }

        var zone = FindZone(context.Request);
        var today = services.GetRequiredService<ChartOpener>().Of(device.Person, zone).Clock.Today;
        if (today > device.UsedOn)
        {
            await devices.NoteUseAsync(device.Person.Key, device.Id, today, context.RequestAborted);
            cookie.Keep(context.Response, token);
        }

        return new(device.Person, device.Id, zone);
    }

    // A sign-in counts as long as its practitioner is there and nothing has ended it: their stamp is compared each time.
    private static async Task<Caller.Practitioner?> FindPractitionerAsync(HttpContext context)
    {
        var signedIn = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (signedIn.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
        {
            return null;
        }

        var claims = context.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity;
        var found = await context.RequestServices.GetRequiredService<PractitionerStore>().FindByIdAsync(id, context.RequestAborted);
        return found is not null && found.SecurityStamp == signedIn.Principal.FindFirstValue(claims.SecurityStampClaimType)
            ? new(found.Practice, found.Id, found.Name, found.Role)
            : null;
    }

    // A page leads to where somebody signs in, or where a device that was a patient's is bound again; a program is told.
    private static Task AskToSignInAsync(HttpContext context, Door door)
    {
        var wasBound =
            door is Door.Person or Door.Patient
            && context.RequestServices.GetRequiredService<DeviceCookie>().Find(context.Request) is not null;
        var texts = context.RequestServices.GetRequiredService<Texts>();
        return
            HttpMethods.IsGet(context.Request.Method)
            && !context.Request.Path.StartsWithSegments("/api")
            && ProblemPages.IsForPeople(context.Request)
            ? SeeOther.Page(wasBound ? StartPath : "/sign-in").ExecuteAsync(context)
            : TypedResults
                .Problem(
                    statusCode: StatusCodes.Status401Unauthorized,
                    title: "Nobody is signed in.",
                    detail: texts[wasBound ? "devices.ended" : "account.signInFirst"]
                )
                .ExecuteAsync(context);
    }

    private static Task RefuseAsync(HttpContext context, Func<Texts, string> sentence) =>
        Problems.Refused(sentence(context.RequestServices.GetRequiredService<Texts>())).ExecuteAsync(context);

    private static Task NotHereAsync(HttpContext context) =>
        Problems.NotFound(context.RequestServices.GetRequiredService<Texts>()["problem.noPage"]).ExecuteAsync(context);

    // What a form leads to stays with its person, where the device alone would lead to somebody else's. The list of people is
    // everybody's, and whoever was just chosen is in the cookie.
    private static void LeadOnAs(Person person, HttpResponse response)
    {
        var address = response.Headers.Location.ToString();
        if (
            response.HasStarted
            || response.StatusCode != StatusCodes.Status303SeeOther
            || !address.StartsWith('/')
            || address == "/people"
            || address.Contains($"{Field}=", StringComparison.Ordinal)
            || response.Headers.SetCookie.Any(cookie => cookie?.StartsWith($"{Cookie}=", StringComparison.Ordinal) is true)
        )
        {
            return;
        }

        var place = address.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? at : address.Length;
        response.Headers.Location = QueryHelpers.AddQueryString(address[..place], Field, person.Id) + address[place..];
    }

    private static Person? Find(ImmutableArray<Person> everybody, string? id) => everybody.FirstOrDefault(person => person.Id == id);

    // A form is read here at the latest; whoever handles it gets it as it is.
    private static async Task<string?> FindNamedAsync(HttpRequest request)
    {
        var inAddress = request.Query[Field].FirstOrDefault() ?? request.Headers[Header].FirstOrDefault();
        return inAddress is null && Guards.IsChange(request) && request.HasFormContentType
            ? (await request.ReadFormAsync(request.HttpContext.RequestAborted))[Field].FirstOrDefault()
            : inAddress;
    }

    private static DateTimeZone? FindZone(HttpRequest request) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(
            request.Headers[ZoneHeader].FirstOrDefault() ?? Uri.UnescapeDataString(request.Cookies[ZoneCookie] ?? "")
        );

    private static async Task RefuseAsync(HttpContext context, string id)
    {
        var texts = context.RequestServices.GetRequiredService<Texts>();
        var wasRemoved = await context
            .RequestServices.GetRequiredService<ChartPeople>()
            .WasRemovedAsync(new(ChartKey.Home, id), context.RequestAborted);
        var problem = wasRemoved ? Problems.Gone(texts["people.removed"]) : Problems.NotFound(texts["people.unknown"]);
        problem.ProblemDetails.Extensions["code"] = wasRemoved ? "person-removed" : "person-unknown";
        await problem.ExecuteAsync(context);
    }
}
