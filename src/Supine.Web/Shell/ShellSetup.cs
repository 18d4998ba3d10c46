using Microsoft.AspNetCore.Http.HttpResults;

namespace Supine.Web.Shell;

/// <summary>What every page stands in.</summary>
internal static class ShellSetup
{
    public static void AddShell(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<StaticFiles>();
        services.AddSingleton(TextCatalogue.Shipped);
        services.AddScoped<Texts>();
        services.AddSingleton<KeptShell>();
        services.AddSingleton<IProblemDetailsWriter, ProblemPages>();
    }

    public static void MapShell(this IEndpointRouteBuilder app)
    {
        app.MapFigureStylesheet();
        app.MapChooseLanguage();
        app.MapGet("/more", ShowMore).ExcludeFromDescription().WithMetadata(new KeptPage());
        WebManifest.Map(app);
        KeptShell.Map(app);
    }

    private static RazorComponentResult ShowMore() => new RazorComponentResult<MorePage>();
}
