using Supine.Web.Shell;

namespace Supine.Web.Tests.Shell;

public class PlaceTests
{
    [Theory]
    [InlineData("/", "/", "page")]
    [InlineData("/progress", "/progress", "page")]
    [InlineData("/questions", "/progress", "true")]
    [InlineData("/sessions/0198", "/progress", "true")]
    [InlineData("/experiment", "/progress", "true")]
    [InlineData("/sitting", "/sitting", "page")]
    [InlineData("/explain", "/explain", "page")]
    [InlineData("/more", "/more", "page")]
    [InlineData("/measure", "/more", "true")]
    [InlineData("/voices/own-1/record", "/more", "true")]
    [InlineData("/protocols/psoas-lying-1", "/more", "true")]
    [InlineData("/screening/questions", "/more", "true")]
    public void A_page_belongs_to_one_place(string page, string place, string current)
    {
        var marked = Place.All.Where(known => known.CurrentAt(page) is not null).ToList();
        Assert.Equal((place, current), (Assert.Single(marked).Path, marked[0].CurrentAt(page)));
    }

    [Fact]
    public async Task Every_page_marks_its_place()
    {
        await using var site = await TestSite.StartAsync();
        foreach (
            var path in new[]
            {
                "/",
                "/progress",
                "/questions",
                "/next",
                "/experiment",
                "/sitting",
                "/explain",
                "/more",
                "/measure",
                "/voices",
                "/screening",
                "/screening/questions",
                "/people",
                "/protocols/psoas-lying-1",
            }
        )
        {
            var answer = await site.Client.GetAsync(path, TestSite.Cancelled);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            var page = await answer.ReadPageAsync();
            Assert.Equal(5, page.QuerySelectorAll(".places a").Length);
            Assert.Single(page.QuerySelectorAll(".places [aria-current]"));
        }
    }

    [Fact]
    public async Task More_leads_to_pages_that_are_there()
    {
        await using var site = await TestSite.StartAsync();
        var links = (await site.GetPageAsync("/more")).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.True(links.Count >= 7);
        foreach (var link in links)
        {
            var answer = await site.Client.GetAsync(link, TestSite.Cancelled);
            Assert.True((int)answer.StatusCode is 200 or 303, $"{link}: {answer.StatusCode}");
        }
    }
}
