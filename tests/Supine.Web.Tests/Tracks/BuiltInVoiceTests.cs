using Supine.Protocols;
using Supine.Speech;
using Supine.Web.Library;

namespace Supine.Web.Tests.Tracks;

public class BuiltInVoiceTests
{
    [Fact]
    public async Task It_is_offered_after_the_packs_for_English_only_and_is_not_loaded_for_that()
    {
        await using var site = await TestSite.StartAsync(more: "--SUPINE_SPEECH=nobody");
        var english = site.Get<OpenVoices>().Of(Language.English);
        Assert.Equal("heart", english[^2].Id);
        Assert.Equal("Heart", english[^2].Name);
        Assert.Equal(OpenVoices.Device, english[^1].Id);
        Assert.DoesNotContain(site.Get<OpenVoices>().Of(Languages.Shipped["de"]), voice => voice.Id == "heart");
        Assert.False(site.Get<EnglishVoice>().IsLoaded);
    }

    [Fact]
    public async Task Nothing_is_spoken_by_this_machine_where_that_is_said()
    {
        await using var site = await TestSite.StartAsync(more: "--SUPINE_SPEECH=none");
        Assert.DoesNotContain(site.Get<OpenVoices>().Of(Language.English), voice => voice.Id == "heart");
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_left_out()
    {
        await using var site = await TestSite.StartAsync(more: "--SUPINE_SPEECH=kokoro:/no/such/folder:am_michael");
        var voices = site.Get<OpenVoices>().Of(Language.English);
        Assert.Contains(voices, voice => voice.Id == "heart");
        Assert.DoesNotContain(voices, voice => voice.Id.StartsWith("kokoro", StringComparison.Ordinal));
    }
}
