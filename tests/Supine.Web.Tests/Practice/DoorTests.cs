using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
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
        ["GET /cover.png"] = Door.Everybody,
        ["HEAD /cover.png"] = Door.Everybody,
        ["GET /feed/{token}"] = Door.Secret,
        ["HEAD /feed/{token}"] = Door.Secret,
        ["GET /feed/{token}/{id}.json"] = Door.Secret,
        ["HEAD /feed/{token}/{id}.json"] = Door.Secret,
        ["GET /feed/{token}/{id}.mp3"] = Door.Secret,
        ["HEAD /feed/{token}/{id}.mp3"] = Door.Secret,
        ["GET /feed/{token}/{id}.wav"] = Door.Secret,
        ["HEAD /feed/{token}/{id}.wav"] = Door.Secret,
        ["GET /calendar/{token}.ics"] = Door.Secret,
        ["HEAD /calendar/{token}.ics"] = Door.Secret,
        ["POST /voices"] = Door.Household,
        ["GET /voices/{id}/record"] = Door.Household,
        ["POST /voices/{id}/name"] = Door.Household,
        ["POST /voices/{id}/delete"] = Door.Household,
        ["POST /voices/import"] = Door.Household,
        ["GET /voices/{id}.zip"] = Door.Household,
        ["GET /voices/{id}/phrases/{key}.wav"] = Door.Household,
        ["PUT /api/voices/{id}/phrases/{key}"] = Door.Household,
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
        ["GET /start"] = Door.Visitor,
        ["POST /start"] = Door.Visitor,
        ["GET /devices"] = Door.Patient,
        ["POST /devices/link"] = Door.Patient,
        ["POST /devices/revoke"] = Door.Patient,
        ["POST /practice/patients"] = Door.Practitioner,
        ["GET /practice/patients/{id}"] = Door.Practitioner,
        ["POST /practice/patients/{id}/link"] = Door.Practitioner,
        ["POST /practice/patients/{id}/revoke"] = Door.Practitioner,
        ["POST /practice/patients/{id}/remove"] = Door.Practitioner,
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
            ("patient", (await site.NewPatientAsync(owner)).Device),
            ("practitioner", practitioner),
            ("owner", owner),
        };

        // the last ones end the sign-in
        var endpoints = EndpointsOf(site).OrderBy(one => one.Pattern.StartsWith("/sign-out", StringComparison.Ordinal)).ToList();
        Assert.True(endpoints.Count(one => one.Door == Door.Person) > 60);
        var wrong = new List<string>();
        foreach (var (name, device) in callers)
        {
            var token = await device.ReadTokenAsync(
                name switch
                {
                    "nobody" => "/sign-in",
                    "patient" => "/devices",
                    _ => "/account",
                }
            );
            foreach (var (method, pattern, door, takes) in endpoints)
            {
                var isIn = name is "practitioner" or "owner";
                if (pattern == "/sign-out/everywhere" && isIn)
                {
                    // the one before has signed this device out
                    continue;
                }

                var expected = (door, isIn) switch
                {
                    (Door.Household, _) => "not here",
                    (Door.Everybody or Door.Visitor or Door.Secret, _) => "open",
                    (Door.Person or Door.Patient, false) when name == "patient" => "open",
                    (_, false) => "sign in",
                    (Door.Practitioner, _) => "open",
                    (Door.Owner, _) => name == "owner" ? "open" : "refused",
                    _ => "refused",
                };
                var outcome = await AskAsync(device, method, pattern, takes, token);
                if (outcome != expected && !(door == Door.Visitor && outcome == "sign in"))
                {
                    wrong.Add($"{name}: {method} {pattern} is {outcome}, not {expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task In_a_household_there_is_nothing_of_a_practice()
    {
        await using var site = await TestSite.StartAsync();
        var token = await site.NewClient(null).ReadTokenAsync("/people");
        foreach (
            var (method, pattern, _, _) in EndpointsOf(site)
                .Where(one => one.Door is Door.Visitor or Door.Patient or Door.Practitioner or Door.Owner)
        )
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

    private static async Task<string> AskAsync(HttpClient device, string method, string pattern, string takes, string token)
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
            // what an endpoint does not take is answered before anybody asks whom it is open to
            request.Content = takes switch
            {
                "application/json" => new StringContent("{}", new MediaTypeHeaderValue(takes)),
                "multipart/form-data" => new MultipartFormDataContent { { new StringContent(""), "nothing" } },
                "audio/wav" => new ByteArrayContent([]) { Headers = { ContentType = new(takes) } },
                _ => new FormUrlEncodedContent([new("nothing", "")]),
            };
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
            HttpStatusCode.BadRequest when text.Contains("older page", StringComparison.Ordinal) => "without a token",
            _ => "open",
        };
    }

    private static IEnumerable<(string Method, string Pattern, Door Door, string Takes)> EndpointsOf(TestSite site) =>
        from endpoint in site.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (
            method,
            "/" + endpoint.RoutePattern.RawText!.Trim('/'),
            Doors.Of(endpoint),
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var first, ..] ? first : ""
        );

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
