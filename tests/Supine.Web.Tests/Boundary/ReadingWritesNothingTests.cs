using System.Net;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Boundary;

/// <summary>Who only reads changes nothing, and what takes work is done for our own pages alone.</summary>
public class ReadingWritesNothingTests
{
    private const string Session = "protocol=psoas-lying-1&hold=47s&first=right";

    [Fact]
    public async Task No_address_that_is_read_changes_the_database()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        var before = await DescribeAsync(site);
        var addresses = site.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") is true)
            .SelectMany(endpoint => new[] { id, "psoas-lying-1" }.Select(value => Fill(endpoint.RoutePattern, value)))
            .Concat([$"/take-along?{Session}", $"/take-along/file?{Session}&as=wav", $"/protocols/psoas-lying-1/sheet?{Session}"])
            .Distinct()
            .ToList();
        Assert.True(addresses.Count > 60, $"{addresses.Count} addresses");
        var answered = 0;
        foreach (var address in addresses)
        {
            var query = address.Contains('?', StringComparison.Ordinal) ? "" : $"?{Session}";
            using var answer = await site.Client.GetAsync(address + query, HttpCompletionOption.ResponseHeadersRead, TestSite.Cancelled);
            answered += (int)answer.StatusCode < 400 ? 1 : 0;
            Assert.Equal((address, before), (address, await DescribeAsync(site)));
        }

        Assert.True(answered > 30, $"{answered} of {addresses.Count} were answered");
    }

    [Theory]
    [InlineData($"/api/sequence?{Session}")]
    [InlineData($"/track?{Session}")]
    [InlineData($"/take-along?{Session}")]
    [InlineData($"/take-along/file?{Session}&as=wav")]
    [InlineData($"/tracks/0000000000000000000000000000000000000000000000000000000000000000.wav?{Session}")]
    public async Task Another_sites_page_gets_no_track_made(string address)
    {
        await using var site = await TestSite.StartAsync();
        using var client = site.NewBareClient();
        foreach (var (from, expected) in new[] { ("cross-site", true), ("same-site", true), ("same-origin", false), ("none", false) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Sec-Fetch-Site", from } } };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestSite.Cancelled);
            Assert.Equal((from, expected), (from, answer.StatusCode == HttpStatusCode.Forbidden));
        }
    }

    private static string Fill(RoutePattern pattern, string value) =>
        "/"
        + string.Join(
            '/',
            pattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part switch
                        {
                            RoutePatternLiteralPart literal => literal.Content,
                            RoutePatternSeparatorPart separator => separator.Content,
                            _ => value,
                        }
                    )
                )
            )
        );

    private static async Task<string> DescribeAsync(TestSite site)
    {
        await using var connection = TestDatabase.Connect(site.Folder);
        await connection.OpenAsync(TestSite.Cancelled);
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await site.ReadTablesAsync())
        {
            var rows = (await connection.QueryAsync($"SELECT * FROM {table.Name}")).Cast<IDictionary<string, object>>();
            all[table.Name] = JsonSerializer.Serialize(
                rows.Select(row => string.Join('|', row.Values.Select(value => $"{value}"))).Order(StringComparer.Ordinal)
            );
        }

        return JsonSerializer.Serialize(all);
    }
}
