using FlowFunctions.App.Settings;
using FlowFunctions.App.Site;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Local;

/// <summary>
/// Builds the site of a working copy while the app listens already. Who cannot have it built has the API and the command line all
/// the same.
/// </summary>
internal sealed class SiteBuilding(SiteBuild build, string folder, SiteSource site, StartReport report)
    : BackgroundService
{
    private const string Name = "Builder";

    /// <summary>Adds it where there are sources.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (
            WorkingCopy.Around(AppContext.BaseDirectory) is { } copy
            && new SiteBuild(SiteFolder.SourcesIn(copy)) is { HasSources: true } build
        )
        {
            services.AddHostedService(provider => new SiteBuilding(
                build,
                SiteFolder.BuildIn(copy),
                provider.GetRequiredService<SiteSource>(),
                provider.GetRequiredService<StartReport>()
            ));
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (site.Current.Files is not null && await build.IsCurrentAsync(cancellationToken))
        {
            report.Say($"  {Name, -10} ready");
            return;
        }

        site.Building();
        report.Say($"  {Name, -10} is being built; it is served as soon as it is there");
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await report.PhaseAsync(Name, () => ServeAsync(stoppingToken), static _ => "built");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start builds it.
        }
        catch (Exception exception) when (exception is NpmException or IOException or UnauthorizedAccessException)
        {
            site.Fail(Sentence(exception.Message));
            report.Say($"  {Name, -10} could not be built: {exception.Message}");
        }
    }

    private async Task<SiteMap> ServeAsync(CancellationToken cancellationToken)
    {
        await build.EnsureAsync(cancellationToken);
        var files =
            SiteMap.Read(folder)
            ?? throw new IOException($"There is no {SiteMap.Index} in '{folder}' after the build.");
        site.Serve(files);
        return files;
    }

    /// <summary>The first line of what npm says, which names what failed.</summary>
    private static string Sentence(string message) => message.Split('\n')[0].TrimEnd(':', '.', ' ', '\r') + ".";
}
