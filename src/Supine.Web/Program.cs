using Microsoft.AspNetCore.Server.Kestrel.Core;
using Supine.Storage;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Experiments;
using Supine.Web.Explain;
using Supine.Web.Guide;
using Supine.Web.History;
using Supine.Web.Library;
using Supine.Web.Measure;
using Supine.Web.OwnVoice;
using Supine.Web.People;
using Supine.Web.Practice;
using Supine.Web.ProtocolPage;
using Supine.Web.Questionnaires;
using Supine.Web.Screenings;
using Supine.Web.Sessions;
using Supine.Web.Shell;
using Supine.Web.Sitting;
using Supine.Web.Storage;
using Supine.Web.Tracks;

namespace Supine.Web;

/// <summary>The server of one household (on this machine only, or behind a proxy that knows who may come in; it has no sign-in), or of
/// practices, where everybody signs in.</summary>
internal static class Program
{
    /// <summary>Runs it until it is told to stop.</summary>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync($"supine: {refused.Message}");
            return 1;
        }
    }

    /// <summary>Everything put together.</summary>
    /// <param name="args">Command-line configuration.</param>
    /// <param name="change">What a test replaces.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = typeof(Program).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.UseStaticWebAssets();

        // why a start is refused is told in one sentence, by Main
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level is LogLevel.Critical);
        var origin = PublicOrigin.TryRead(builder.Configuration, out var refusal);
        if (refusal is not null)
        {
            throw new StartRefusedException(refusal);
        }

        builder.Services.Configure<KestrelServerOptions>(builder.Configuration.GetSection("Kestrel"));
        builder.Services.Configure<KestrelServerOptions>(SilentConnections.CloseSilentConnections);
        builder.Services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = Guards.UsualBytesAtMost);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(options => Wire.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

        // the shell's way to tell a problem comes before the framework's
        builder.Services.AddShell();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<Problems>();
        builder.Services.AddCompression();
        builder.Services.AddRazorComponents();
        builder.Services.AddContract();
        builder.Services.AddLibrary();
        builder.Services.AddStorage();
        builder.Services.AddSingleton<ProtocolsNow>(provider => () => provider.GetRequiredService<ProtocolLibrary>().Read().Protocols);
        builder.Services.AddAccounts(origin);
        if (origin is not null)
        {
            builder.Services.AddSingleton(origin);
        }

        builder.Services.AddCallers();
        builder.Services.AddTracks();
        builder.Services.AddOwnVoice();
        change?.Invoke(builder);

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseOrigin(origin);
        app.UseSameOriginForChanges();
        app.UseCompression();
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseReadableBodies();
        app.UseFormTokens();
        app.UseCallers();
        app.MapStaticAssets();
        app.MapShell();
        app.MapGuide();
        app.MapPeople();
        app.MapPractice();
        app.MapProtocols();
        app.MapSessions();
        app.MapTracks();
        app.MapHistory();
        app.MapOwnVoice();
        app.MapExplain();
        app.MapMeasure();
        app.MapExperiments();
        app.MapScreenings();
        app.MapSitting();
        app.MapQuestionnaires();
        return app;
    }
}
