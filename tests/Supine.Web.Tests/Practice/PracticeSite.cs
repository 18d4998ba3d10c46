using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Supine.Storage.Practices;

namespace Supine.Web.Tests.Practice;

/// <summary>The program on the database of a practice, and what people there do.</summary>
internal static class PracticeSite
{
    public const string Password = "correct horse battery";

    /// <summary>Makes a practice of a household that has one neighbour, and starts the program.</summary>
    public static async Task<(TestSite Site, NewPractice Practice)> StartAsync(params string[] more)
    {
        var folder = TestSite.NewFolder();
        await TestDatabase.CreateAsync(folder, TestSite.Cancelled);
        var made = await CreateAsync(folder, "Hip House");
        return (await TestSite.StartUnscreenedAsync(folder, null, more), made);
    }

    /// <summary>Makes a practice as the command line does.</summary>
    public static async Task<NewPractice> CreateAsync(string folder, string name)
    {
        await using var database = TestDatabase.Open(folder);
        await using var writes = database.StartWrites();
        return await writes.RunAsync(
            connection => PracticeRegister.CreateAsync(connection, database.Variant, name, FakeClock.Morning),
            TestSite.Cancelled
        );
    }

    /// <summary>Joins by a link, and gives the device that is signed in.</summary>
    public static async Task<HttpClient> JoinAsync(this TestSite site, string secret, string login)
    {
        var device = site.NewPractitionersClient();
        var answer = await device.SendFormAsync(
            "/join",
            "/join",
            ("secret", secret),
            ("name", $"Dr. {login}"),
            ("login", login),
            ("password", Password)
        );
        Assert.Equal("/practice", answer.Headers.Location?.ToString());
        return device;
    }

    /// <summary>Signs in on a new device.</summary>
    public static async Task<(HttpClient Device, string? To)> SignInAsync(this TestSite site, string login, string password = Password)
    {
        var device = site.NewPractitionersClient();
        var answer = await device.SendFormAsync("/sign-in", "/sign-in", ("login", login), ("password", password));
        return (device, answer.Headers.Location?.ToString());
    }

    /// <summary>Makes a link for a colleague.</summary>
    public static async Task<string> InviteAsync(this HttpClient owner, string role = "practitioner")
    {
        var page = await (await owner.SendFormAsync("/practice", "/practice/invite", ("role", role))).ReadPageAsync();
        return page.QuerySelector("output.secret")!.TextContent.Split('#')[1];
    }

    /// <summary>Adds a patient.</summary>
    /// <returns>The path of their page.</returns>
    public static async Task<string> AddPatientAsync(this HttpClient practitioner, string name)
    {
        var answer = await practitioner.SendFormAsync("/practice", "/practice/patients", ("patient", name));
        var page = answer.Headers.Location?.ToString() ?? "";
        Assert.StartsWith("/practice/patients/", page, StringComparison.Ordinal);
        return page;
    }

    /// <summary>Makes a link for a patient's device.</summary>
    /// <param name="device">Of a practitioner, or the patient's own.</param>
    /// <param name="page">The patient's page, or <c>/devices</c>.</param>
    public static async Task<(string Secret, string Code)> MakeLinkAsync(this HttpClient device, string page)
    {
        var made = await (await device.SendFormAsync(page, $"{page}/link")).ReadPageAsync();
        var link = new Uri(made.QuerySelector("output.secret")!.TextContent);
        Assert.Equal("/start", link.PathAndQuery);
        return (link.Fragment[1..], made.QuerySelector("output.code")!.TextContent);
    }

    /// <summary>Sends what binds a device.</summary>
    public static Task<HttpResponseMessage> StartAsync(this HttpClient device, string secret = "", string code = "") =>
        device.SendFormAsync("/start", "/start", ("secret", secret), ("code", code));

    /// <summary>Binds a new device by a link's secret.</summary>
    public static async Task<HttpClient> BindAsync(this TestSite site, string secret)
    {
        var device = site.NewClient(null);
        device.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36");
        Assert.Equal("/", (await device.StartAsync(secret)).Headers.Location?.ToString());
        return device;
    }

    /// <summary>A new patient with a device.</summary>
    public static async Task<(HttpClient Device, string Page)> NewPatientAsync(
        this TestSite site,
        HttpClient practitioner,
        string name = "Annegret"
    )
    {
        var page = await practitioner.AddPatientAsync(name);
        return (await site.BindAsync((await practitioner.MakeLinkAsync(page)).Secret), page);
    }

    /// <summary>Sends a form with the token of its page.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        this HttpClient device,
        string page,
        string action,
        params (string Name, string Value)[] fields
    )
    {
        var token = await device.ReadTokenAsync(page);
        return await device.PostAsync(
            action,
            new FormUrlEncodedContent(
                fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))
            ),
            TestSite.Cancelled
        );
    }

    /// <summary>The token of a page's forms.</summary>
    public static async Task<string> ReadTokenAsync(this HttpClient device, string page) =>
        TestSite
            .Parse(await device.GetStringAsync(page, TestSite.Cancelled))
            .QuerySelector("input[name='__RequestVerificationToken']")!
            .GetAttribute("value")!;

    /// <summary>Where a page leads; null where it is answered.</summary>
    public static async Task<string?> LeadsToAsync(this HttpClient device, string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Add("Accept", "text/html");
        return (await device.SendAsync(request, TestSite.Cancelled)).Headers.Location?.ToString();
    }

    /// <summary>What an authenticator app shows now (RFC 6238, six digits of 30 s).</summary>
    public static string CodeOf(string key)
    {
        var bits = string.Concat(
            key.Select(sign =>
                Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')
            )
        );
        var secret = bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // what authenticator apps compute
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15, 4)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
