using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Supine.Web.Callers;
using Supine.Web.Shell;

namespace Supine.Web.Tests.Practice;

/// <summary>Every endpoint × every caller. What is not listed here is about a person, and closed in a practice.</summary>
public partial class DoorTests
{
    private static readonly Dictionary<string, Door> Open = new()
    {
        [$"GET {FigureStylesheet.Path}"] = Door.Everybody,
        ["GET /sw.js"] = Door.Everybody,
        ["GET /manifest.webmanifest"] = Door.Everybody,
        ["POST /language"] = Door.Everybody,
        ["GET /people"] = Door.Household,
        ["GET /people/backup"] = Door.Household,
        ["POST /people/add"] = Door.Household,
        ["POST /people/name"] = Door.Household,
        ["POST /people/zone"] = Door.Household,
        ["POST /people/remove"] = Door.Household,
        ["POST /people/choose"] = Door.Household,
        ["GET /sign-in"] = Door.Visitor,
        ["POST /sign-in"] = Door.Visitor,
        ["GET /sign-in/code"] = Door.Visitor,
        ["POST /sign-in/code"] = Door.Visitor,
        ["POST /sign-in/passkey"] = Door.Visitor,
        ["POST /sign-in/passkey/options"] = Door.Visitor,
        ["GET /join"] = Door.Visitor,
        ["POST /join"] = Door.Visitor,
        ["GET /practice"] = Door.Practitioner,
        ["POST /practice/invite"] = Door.Owner,
        ["POST /practice/remove"] = Door.Owner,
        ["GET /account"] = Door.Practitioner,
        ["POST /account/app"] = Door.Practitioner,
        ["POST /account/app/remove"] = Door.Practitioner,
        ["POST /account/passkey/options"] = Door.Practitioner,
        ["POST /account/passkey"] = Door.Practitioner,
        ["POST /account/passkey/remove"] = Door.Practitioner,
        ["POST /sign-out"] = Door.Practitioner,
        ["POST /sign-out/everywhere"] = Door.Practitioner,
    };

    [Fact]
    public async Task The_list_of_open_endpoints_is_complete()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(
            Open.Select(one => $"{one.Key}: {one.Value}").Order(StringComparer.Ordinal),
            EndpointsOf(site)
                .Where(one => one.Door != Door.Person)
                .Select(one => $"{one.Method} {one.Pattern}: {one.Door}")
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task In_a_practice_each_endpoint_is_open_to_those_it_names_and_to_nobody_else()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var owner = await site.JoinAsync(practice.Secret, "owner");
        var practitioner = await site.JoinAsync(await owner.InviteAsync(), "colleague");
        var callers = new (string Name, HttpClient Device)[]
        {
            ("nobody", site.NewClient(null)),
            ("practitioner", practitioner),
            ("owner", owner),
        };

        // the last ones end the sign-in
        var endpoints = EndpointsOf(site).OrderBy(one => one.Pattern.StartsWith("/sign-out", StringComparison.Ordinal)).ToList();
        Assert.True(endpoints.Count(one => one.Door == Door.Person) > 60);
        var wrong = new List<string>();
        foreach (var (name, device) in callers)
        {
            var token = await device.ReadTokenAsync(name == "nobody" ? "/sign-in" : "/account");
            foreach (var (method, pattern, door) in endpoints)
            {
                var isIn = name != "nobody";
                if (pattern == "/sign-out/everywhere" && isIn)
                {
                    // the one before has signed this device out
                    continue;
                }

                var expected = (door, isIn) switch
                {
                    (Door.Household, _) => "not here",
                    (Door.Everybody or Door.Visitor, _) => "open",
                    (_, false) => "sign in",
                    (Door.Practitioner, _) => "open",
                    (Door.Owner, _) => name == "owner" ? "open" : "refused",
                    _ => "refused",
                };
                var outcome = await AskAsync(device, method, pattern, token);
                if (outcome != expected && !(door == Door.Visitor && outcome == "sign in"))
                {
                    wrong.Add($"{name}: {method} {pattern} is {outcome}, not {expected}");
                }
            }
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public async Task In_a_household_there_is_nothing_of_a_practice()
    {
        await using var site = await TestSite.StartAsync();
        var token = await site.NewClient(null).ReadTokenAsync("/people");
        foreach (var (method, pattern, _) in EndpointsOf(site).Where(one => one.Door is Door.Visitor or Door.Practitioner or Door.Owner))
        {
            using var request = new HttpRequestMessage(new(method), pattern);
            request.Headers.Add("RequestVerificationToken", token);
            Assert.True(
                (await site.Client.SendAsync(request, TestSite.Cancelled)).StatusCode
                    is HttpStatusCode.NotFound
                        or HttpStatusCode.BadRequest
            );
        }
    }

    [Fact]
    public async Task A_page_that_a_device_keeps_says_nothing_about_anybody_and_comes_without_a_sign_in()
    {
        var (site, _) = await PracticeSite.StartAsync();
        await using var running = site;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add(CallerFinder.KeptHeader, "1");
        var answer = await site.NewClient(null).SendAsync(request, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("data-person", await answer.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(HttpClient device, string method, string pattern, string token)
    {
        using var request = new HttpRequestMessage(
            new(method),
            Parameter()
                .Replace(
                    pattern,
                    place =>
                        place.Value.Contains("(64)", StringComparison.Ordinal)
                            ? new string('a', 64)
                            : "019a0000-0000-7000-8000-00000000000f"
                )
        );
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("RequestVerificationToken", token);
        if (method != "GET")
        {
            request.Content = new FormUrlEncodedContent([new("nothing", "")]);
        }

        var answer = await device.SendAsync(request, TestSite.Cancelled);
        var text = answer.Content.Headers.ContentType?.MediaType?.StartsWith("text/html", StringComparison.Ordinal) is true
            ? await answer.Content.ReadAsStringAsync(TestSite.Cancelled)
            : "";
        return answer.StatusCode switch
        {
            HttpStatusCode.SeeOther when answer.Headers.Location?.ToString() == "/sign-in" && pattern != "/sign-out" => "sign in",
            HttpStatusCode.Unauthorized => "sign in",
            HttpStatusCode.Forbidden => "refused",
            HttpStatusCode.NotFound when text.Contains("There is no such page.", StringComparison.Ordinal) => "not here",
            HttpStatusCode.BadRequest => "without a token",
            _ => "open",
        };
    }

    private static IEnumerable<(string Method, string Pattern, Door Door)> EndpointsOf(TestSite site) =>
        from endpoint in site.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), Doors.Of(endpoint));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
