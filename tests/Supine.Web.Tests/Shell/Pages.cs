using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Shell;

/// <summary>Every page there is, as a person sees it who reads one language.</summary>
internal static partial class Pages
{
    /// <summary>All of them by name, with what is said of faults, in a household that has stretched once.</summary>
    public static async Task<IReadOnlyDictionary<string, IHtmlDocument>> ReadAllAsync(TestSite site, string language)
    {
        var pages = new SortedDictionary<string, IHtmlDocument>(StringComparer.Ordinal);
        await AddAsync("/progress/practice", "/progress/practice (empty)");
        var session = await SessionPageTests.RecordAsync(site, "psoas-lying-2");
        string[] ids = [session, "psoas-lying-1", "psoas-lying-2", "psoas-office"];
        foreach (var pattern in PagesOf(site))
        {
            foreach (var id in pattern.Contains('{', StringComparison.Ordinal) ? ids : [""])
            {
                var path = Parameter().Replace(pattern, id);
                if ((await GetAsync(path)).IsSuccessStatusCode)
                {
                    await AddAsync(path, Parameter().Replace(pattern, id == session ? "session" : id));
                }
            }
        }

        await AddAsync("/no-such-page", "no such page");
        await AddAsync("/sessions/no-such-session", "no such session");
        await AddAsync("/track?protocol=psoas-lying-1&hold=99s&sets=9&getReady=121s&first=up&lang=zz&changeSides=soon", "faulty choices");
        await AddAsync("/track?protocol=psoas-lying-1&hold=61s&sets=5&getReady=121s", "choices out of range");
        var page = await GetAsync($"/sessions/{session}");
        var form = TestSite.Parse(await page.Content.ReadAsStringAsync(TestSite.Cancelled));
        await SubmitAsync(
            "after",
            "faulty answers",
            ("pain", "11"),
            ("footDangle", "4"),
            ("stopReason", "none"),
            ("note", new string('7', 2001))
        );
        await SubmitAsync("correction", "faulty correction", ("left", "soon"), ("right", "900:00"));
        await SubmitAsync("correction", "corrected", ("left", "1:00"), ("right", "0:30"));
        await AddAsync($"/sessions/{session}", "corrected");
        return pages;

        async Task<HttpResponseMessage> GetAsync(string path) => await site.Client.SendAsync(Ask(HttpMethod.Get, path), TestSite.Cancelled);

        HttpRequestMessage Ask(HttpMethod method, string path)
        {
            var request = new HttpRequestMessage(method, path);
            request.Headers.Add("Accept-Language", language);
            request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            return request;
        }

        async Task AddAsync(string path, string name)
        {
            var answer = await GetAsync(path);
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                pages[name] = await answer.ReadPageAsync();
            }
        }

        async Task SubmitAsync(string action, string name, params (string Name, string Value)[] typed)
        {
            var token = form.QuerySelector($"form[action$='/{action}'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            var request = Ask(HttpMethod.Post, $"/sessions/{session}/{action}");
            request.Content = new FormUrlEncodedContent([
                new("__RequestVerificationToken", token),
                .. typed.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]);
            var answer = await site.Client.SendAsync(request, TestSite.Cancelled);
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                pages[name] = await answer.ReadPageAsync();
            }
        }
    }

    /// <summary>What a person reads or hears of a page: its texts and the attributes that are shown or spoken, save what says that it is in
    /// another language.</summary>
    public static IEnumerable<string> WordsOf(IHtmlDocument page)
    {
        var language = page.DocumentElement.GetAttribute("lang");
        foreach (
            var element in page.QuerySelectorAll("*")
                .Concat(
                    page.QuerySelectorAll("template")
                        .OfType<IHtmlTemplateElement>()
                        .SelectMany(template => template.Content.QuerySelectorAll("*"))
                )
        )
        {
            if (
                element is IHtmlScriptElement or IHtmlStyleElement
                || (element.Closest("[lang]")?.GetAttribute("lang") ?? language) != language
            )
            {
                continue;
            }

            foreach (var text in element.ChildNodes.OfType<IText>().Select(node => node.Data.Trim()).Where(text => text.Length > 0))
            {
                yield return text;
            }

            foreach (var name in new[] { "aria-label", "title", "placeholder", "alt", "data-name" })
            {
                if (element.GetAttribute(name) is { Length: > 0 } said)
                {
                    yield return said;
                }
            }

            if (element is IHtmlMetaElement { Name: "description", Content: { } content })
            {
                yield return content;
            }
        }
    }

    // What is asked for with GET and is no file; the answers tell which of them are pages.
    private static IEnumerable<string> PagesOf(TestSite site) =>
        site.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
                && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
            )
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Distinct();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
