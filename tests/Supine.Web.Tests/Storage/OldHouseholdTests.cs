using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Dapper;
using Supine.Protocols;
using Supine.Records;
using Supine.Storage;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tests.Storage;

/// <summary>What an old program left behind is read by this one, and says what it said then. How the files came to be is told in
/// <c>tests/fixtures/household-fb43b9f/make.ts</c>.</summary>
public sealed class OldHouseholdTests(OldHouseholdTests.Household household) : IClassFixture<OldHouseholdTests.Household>
{
    private JsonNode Expected => household.Expected;

    private TestSite Site => household.Site;

    // Answers of an earlier edition of the safety questions are given out no more.
    public static TheoryData<string> Paths(string of) =>
        [
            .. Household.ReadExpected()[of]!
                .AsArray()
                .Select(one => (string)one!["path"]!)
                .Where(path => path is not "/screening/answers.json"),
        ];

    public static TheoryData<string, string> Forms =>
        [.. Household.ReadExpected()["forms"]!.AsArray().Select(form => ((string)form!["path"]!, (string)form["action"]!))];

    [Theory]
    [MemberData(nameof(Paths), "answers")]
    public async Task An_answer_for_programs_holds_what_it_held(string path)
    {
        var expected = Find("answers", path);
        var answer = await Site.Client.GetAsync(path, TestSite.Cancelled);
        Assert.Equal((int)expected["status"]!, (int)answer.StatusCode);
        if (expected["body"] is { } body)
        {
            AssertHolds(body, await answer.ReadJsonAsync(), path);
        }
    }

    [Theory]
    [MemberData(nameof(Paths), "texts")]
    public async Task A_file_has_every_line_it_had(string path)
    {
        var before = Lines((string)Find("texts", path)["text"]!);
        var now = Lines(await Site.Client.GetStringAsync(path, TestSite.Cancelled));
        Assert.Equal(before.Count, now.Count);
        foreach (var (was, isNow) in before.Zip(now))
        {
            Assert.Equal(was.Keys.Where(name => !Intervals.ContainsKey(name)), isNow.Keys.Where(name => !Intervals.ContainsValue(name)));
            foreach (var (name, value) in was)
            {
                if (!Intervals.TryGetValue(name, out var interval))
                {
                    Assert.Equal(value, isNow[name]);
                }
                else if (value.Length > 0)
                {
                    // It was half of the interval divided by 1.96, and its quantile came from a table of whole degrees of freedom.
                    Assert.InRange(Number(isNow[interval]) / (1.96 * Number(value)), 0.94, 1.01);
                }
                else
                {
                    Assert.Equal("", isNow[interval]);
                }
            }
        }
    }

    private static readonly Dictionary<string, string> Intervals = new()
    {
        ["uncertainty_degrees"] = "interval_95_half_degrees",
        ["hip_extension_uncertainty_degrees"] = "hip_extension_interval_95_half_degrees",
    };

    private static List<Dictionary<string, string>> Lines(string csv)
    {
        var lines = csv.TrimEnd().Split('\n').Select(line => line.Split(',')).ToList();
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_form_is_filled_in_as_it_was(string path, string action)
    {
        var expected = Expected["forms"]!.AsArray().Single(form => (string)form!["path"]! == path && (string)form["action"]! == action)!;
        var form = (await household.Answered.GetPageAsync(path)).QuerySelector($"form[action='{action}']");
        Assert.NotNull(form);
        var now = form.QuerySelectorAll("input, select, textarea")
            .Where(field => field is not IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false })
            .ToLookup(field => field.GetAttribute("name"), Value);
        var before = expected["fields"]!.AsArray().ToLookup(field => (string)field![0]!, field => (string)field![1]!);
        Assert.NotEmpty(before);
        Assert.All(before, values => Assert.Equal(values, now[values.Key]));
    }

    [Fact]
    public async Task The_history_shows_every_session()
    {
        var (texts, library) = (Site.Get<TextCatalogue>(), Site.Get<ProtocolLibrary>());
        var all = new[] { "completed", "stopped", "abandoned", "corrected" }.Select(word => $"history.{word}").ToList();
        var seen = new HashSet<string>();
        foreach (var weeks in Expected["history"]!.AsArray())
        {
            var page = await Site.GetPageAsync($"/progress/practice?until={weeks!["until"]}");
            var rows = page.QuerySelectorAll(".session-list tbody tr");
            Assert.Equal(weeks["rows"]!.AsArray().Count, rows.Length);
            foreach (var (row, expected) in rows.Zip(weeks["rows"]!.AsArray()))
            {
                Assert.Equal($"/sessions/{expected!["id"]}", row.QuerySelector("a")!.GetAttribute("href"));
                Assert.Equal((string?)expected["startedAt"], row.QuerySelector("time")!.GetAttribute("datetime"));
                var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent).ToList();
                Assert.Equal(
                    [
                        library.TitleOf((string)expected["protocol"]!, "", Language.English),
                        (string?)expected["left"],
                        (string?)expected["right"],
                        (string?)expected["pain"],
                    ],
                    cells.Take(4)
                );

                // the words may be others by now; what they stand for is not
                var ended = expected["ended"]!.AsArray().Select(key => (string)key!).ToList();
                Assert.All(ended, key => Assert.Contains(texts.Find(Language.English, key), cells[4], StringComparison.Ordinal));
                Assert.All(
                    all.Except(ended),
                    key => Assert.DoesNotContain(texts.Find(Language.English, key), cells[4], StringComparison.Ordinal)
                );
                seen.Add((string)expected["id"]!);
            }
        }

        Assert.Equal((int)Expected["tables"]!["session"]!, seen.Count);
    }

    [Fact]
    public async Task The_questions_have_changed_so_they_are_asked_again_with_what_was_ticked()
    {
        Assert.Equal("answered", (string?)Expected["screening"]!["kind"]);
        var now = await Site.GetJsonAsync("/api/screening");
        Assert.Equal(("again", null), ((string?)now["kind"], (string?)now["outcome"]));
        Assert.All(now["protocols"]!.AsArray(), one => Assert.NotNull(one!["refusal"]));
        var page = await Site.GetPageAsync("/screening");
        Assert.Contains("The questions have changed", page.QuerySelector(".why")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["hypermobility", "thigh-tingling"],
            page.QuerySelectorAll("input[type=hidden][name=yes]").Select(input => input.GetAttribute("value")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_readings_keep_their_names_and_their_order() =>
        Assert.Equal(
            Expected["readings"]!.AsArray().Select(id => $"/measure/{id}/correction"),
            (await Site.GetPageAsync("/progress"))
                .QuerySelectorAll("form[action$='/correction']")
                .Select(form => form.GetAttribute("action"))
        );

    [Fact]
    public async Task The_calendars_old_address_leads_to_the_same_days()
    {
        using var app = Site.NewClient();
        var events = (await app.GetStringAsync(household.CalendarAddress, TestSite.Cancelled)).Split("BEGIN:VEVENT\r\n").Skip(1);
        Assert.Equal(
            Expected["calendar"]!.AsArray().Select(line => (string)line!),
            from one in events
            let lines = one.Split("\r\n")
            from name in new[] { "UID:", "DTSTAMP:", "DTSTART;", "DURATION:", "RRULE:" }
            select lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task The_feeds_old_address_leads_to_the_same_sessions_once_the_questions_are_answered()
    {
        using var before = Site.NewClient();
        Assert.Empty(XDocument.Parse(await before.GetStringAsync(household.FeedAddress, TestSite.Cancelled)).Descendants("item"));
        using var app = household.Answered.NewClient();
        var feed = XDocument.Parse(await app.GetStringAsync(household.FeedAddress, TestSite.Cancelled));
        Assert.Equal(
            Expected["feed"]!.AsArray().Select(item => ((string?)item!["guid"], (string?)item["published"])),
            feed.Descendants("item").Select(item => ((string?)item.Element("guid"), (string?)item.Element("pubDate")))
        );
    }

    [Fact]
    public async Task The_recorded_voice_is_there_with_its_name_and_its_sound()
    {
        var voice = Expected["voice"]!;
        var page = await Site.GetPageAsync("/voices");
        var name = (IHtmlInputElement?)page.QuerySelector($"#name-{voice["id"]}");
        Assert.Equal((string?)voice["name"], name?.Value);
        var clip = await Site.Client.GetByteArrayAsync((string)voice["clip"]!, TestSite.Cancelled);
        Assert.Equal((string?)voice["sha256"], Convert.ToHexStringLower(SHA256.HashData(clip)));
    }

    [Fact]
    public async Task What_was_deleted_does_not_come_back()
    {
        var first = Find("answers", Paths("answers").First().Data)["body"]!;
        var report = new JsonObject
        {
            ["track"] = (string?)first["track"],
            ["startedAt"] = (string?)first["startedAt"],
            ["utcOffsetMinutes"] = 0,
            ["spans"] = new JsonArray(),
            ["end"] = null,
            ["milder"] = null,
        };
        var reading = new JsonObject
        {
            ["side"] = "left",
            ["takenAt"] = (string?)first["startedAt"],
            ["utcOffsetMinutes"] = 0,
            ["moment"] = "alone",
            ["isCut"] = false,
            ["recordings"] = new JsonArray("tMs,phase,x,y,z\n"),
        };
        var answers = Expected["answers"]!.AsArray().Single(one => (string)one!["path"]! == "/api/questionnaires")!["body"]!["all"]![0]!;
        foreach (
            var (path, body) in new[]
            {
                ($"/api/sessions/{Expected["gone"]!["session"]}", report),
                ($"/api/readings/{Expected["gone"]!["reading"]}", reading),
                ($"/api/questionnaires/{Expected["gone"]!["questionnaire"]}", answers["given"]!.DeepClone()),
            }
        )
        {
            Assert.Equal(HttpStatusCode.Gone, (await Site.PutAsync(path, body)).StatusCode);
        }
    }

    // What a table and its columns are called now. A column that is not here is compared in another way, or was the key of the only one.
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["safety_reading"] = "safety_confirmation",
        ["safety_reading.read_at"] = "confirmed_at",
        ["own_body"] = "body_size",
        ["fixed_value"] = "prescribed_value",
        ["fixed_value.fixed_by"] = "prescribed_by",
        ["reading_result.uncertainty"] = "half_interval / 1.96",
        ["reading_result.hip_uncertainty"] = "hip_half_interval / 1.96",
        ["screening_answer.screening"] = "CAST(screening AS BIGINT)",
        ["screening_release.screening"] = "CAST(screening AS BIGINT)",
        ["feed.token"] = "token_digest",
    };

    [Fact]
    public async Task No_row_of_it_is_lost()
    {
        var tables = Expected["tables"]!.AsObject().Where(table => table.Key != "migration").ToList();
        Assert.True(tables.Count > 20);
        foreach (var (table, count) in tables)
        {
            var (columns, before) = household.Before[table];
            Assert.Equal((int)count!, before.Count);
            var now = string.Join(", ", columns.Select(column => $"{Renamed.GetValueOrDefault($"{table}.{column}", column)} AS {column}"));
            var rows = await Site.QueryAsync($"SELECT {now} FROM {Renamed.GetValueOrDefault(table, table)}{Household.OwnRows(table)}");
            Assert.Equal(before, rows.Select(row => (string)Household.Write(row)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task It_goes_on_where_it_was()
    {
        await using var site = await Household.StartAsync(Household.Copy());
        var id = (string)Expected["history"]![0]!["rows"]![0]!["id"]!;
        var page = await site.GetPageAsync($"/sessions/{id}");
        var answer = await site.SubmitAsync(page, $"/sessions/{id}/after", ("pain", "4"), ("note", "viel später"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var after = (await site.GetJsonAsync($"/api/sessions/{id}"))["after"]!;
        Assert.Equal((4, "viel später"), ((int)after["pain"]!, (string?)after["note"]));
    }

    private JsonNode Find(string of, string path) => Expected[of]!.AsArray().Single(one => (string)one!["path"]! == path)!;

    private static string Value(IElement field) =>
        field switch
        {
            IHtmlInputElement input => input.Value,
            IHtmlSelectElement select => select.Value ?? "",
            _ => field.TextContent,
        };

    // What is there in addition does not matter.
    private static void AssertHolds(JsonNode? expected, JsonNode? actual, string at)
    {
        switch (expected)
        {
            case JsonObject members:
                Assert.True(actual is JsonObject, $"{at} is no object any more.");
                foreach (var (name, value) in members)
                {
                    Assert.True(actual.AsObject().ContainsKey(name), $"{at}.{name} is missing.");
                    AssertHolds(value, actual[name], $"{at}.{name}");
                }

                break;
            case JsonArray items:
                Assert.True(actual is JsonArray list && list.Count == items.Count, $"{at} has another length.");
                foreach (var (i, item) in items.Index())
                {
                    AssertHolds(item, actual[i], $"{at}[{i}]");
                }

                break;
            default:
                Assert.True(
                    JsonNode.DeepEquals(expected, actual),
                    $"{at} was {expected?.ToJsonString()}, and is {actual?.ToJsonString()}."
                );
                break;
        }
    }

    /// <summary>A copy of the old household's folder, and the program on it. Tests of this class read it, and change nothing.</summary>
    public sealed class Household : IAsyncLifetime
    {
        private static readonly string Fixture = Path.Combine(Repository.Root, "tests/fixtures/household-fb43b9f");

        private JsonNode _addresses = new JsonObject();

        /// <summary>Another copy of it, the changed safety questions answered.</summary>
        internal TestSite Answered { get; private set; } = null!;

        internal TestSite Site { get; private set; } = null!;

        /// <summary>What the old program said.</summary>
        internal JsonNode Expected { get; } = ReadExpected();

        internal string CalendarAddress => (string)_addresses["calendar"]!;

        internal string FeedAddress => (string)_addresses["feed"]!;

        /// <summary>Every table's columns and rows, as the old program left them.</summary>
        internal Dictionary<string, (List<string> Columns, List<string> Rows)> Before { get; } = [];

        internal static JsonNode ReadExpected() => Read("expected.json");

        public async ValueTask InitializeAsync()
        {
            _addresses = Read("addresses.json");
            var folder = Copy();
            await using (var source = new SqliteDataSource(Path.Combine(folder, "supine.db")))
            {
                await using var connection = await source.OpenConnectionAsync();
                foreach (var (table, _) in Expected["tables"]!.AsObject())
                {
                    var columns = (await connection.QueryAsync<string>("SELECT name FROM pragma_table_info(@table)", new { table }))
                        // an id that said that there is one row only
                        .Where(column => column != "id" || table is not ("feed" or "sitting" or "own_body"))
                        .ToList();
                    var rows = await connection.QueryAsync($"SELECT {string.Join(", ", columns)} FROM {table}{OwnRows(table)}");
                    Before.Add(table, (columns, [.. rows.Select(row => (string)Write(row)).Order(StringComparer.Ordinal)]));
                }
            }

            Site = await StartUnansweredAsync(folder);
            Answered = await StartAsync(Copy());
        }

        public async ValueTask DisposeAsync()
        {
            await Site.DisposeAsync();
            await Answered.DisposeAsync();
        }

        /// <summary>The program on a folder, at the hour at which the old one was asked, the changed safety questions answered as the old
        /// ones were.</summary>
        internal static async Task<TestSite> StartAsync(string folder)
        {
            var site = await StartUnansweredAsync(folder);
            var screenings = (await site.OpenChartAsync()).Screenings;
            if (await screenings.ReadAsync(TestSite.Cancelled) is ScreeningStanding.Again { Last.Answers.Yes: var yes })
            {
                var today = DateOnly.FromDateTime(site.Clock.Now.UtcDateTime);
                await screenings.AnswerAsync([.. yes, "from-20"], TestSite.Cancelled);
                await screenings.ReleaseAsync([new("hypermobility", new("Dr. Örtel", "Ärztin", today), null, [])], TestSite.Cancelled);
            }

            return site;
        }

        private static async Task<TestSite> StartUnansweredAsync(string folder)
        {
            var site = await TestSite.StartUnscreenedAsync(folder);
            site.Clock.Now = (DateTimeOffset)ReadExpected()["saidAt"]!;
            return site;
        }

        internal static string Copy()
        {
            var folder = TestSite.NewFolder();
            foreach (
                var file in Directory
                    .GetFiles(Fixture, "*", SearchOption.AllDirectories)
                    .Where(file => Path.GetExtension(file) is ".db" or ".wav" || Path.GetFileName(file) == "manifest.json")
            )
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(Fixture, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            return folder;
        }

        // Newer maths adds rows beside the old ones; a token is stored as its digest.
        internal static string OwnRows(string table) =>
            table switch
            {
                "reading_result" => " WHERE maths_version <= 2",
                "track" => " WHERE hash <> 'zzneighbour'",
                "track_hold" => " WHERE track <> 'zzneighbour'",
                _ => "",
            };

        internal static string Write(dynamic row) =>
            string.Join(
                " | ",
                ((IDictionary<string, object?>)row).Select(pair =>
                    pair.Key == "token" && pair.Value is string { Length: 43 } token
                        ? $"[token, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}]"
                    : pair.Value is double number ? $"[{pair.Key}, {Math.Round(number, 9)}]"
                    : $"{pair}"
                )
            );

        private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Fixture, file)))!;
    }
}
