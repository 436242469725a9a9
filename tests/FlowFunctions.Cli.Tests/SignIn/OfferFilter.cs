using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Cli.Tests.SignIn;

/// <summary>Tells how to sign in at the app's provider.</summary>
internal sealed class OfferFilter(string issuer) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Map(
                "/api/sign-in",
                offer =>
                    offer.Run(context =>
                        context.Response.WriteAsync(
                            $$"""
                            {"mode":"provider","providers":[{"name":"main","kind":"oidc","authority":"{{issuer}}","clientId":"flow-cli",
                             "scope":"openid offline_access"}]}
                            """
                        )
                    )
            );
            next(app);
        };
}
