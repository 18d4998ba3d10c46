namespace Supine.Web.Shell;

/// <summary>What every page stands in.</summary>
internal static class ShellSetup
{
    public static void AddShell(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<StaticFiles>();
    }

    public static void MapShell(this IEndpointRouteBuilder app) => app.MapFigureStylesheet();
}
