using FlowFunctions.App.Access.ApiKeys;
using FlowFunctions.App.Access.Members;
using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.Access.Tokens;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access;

/// <summary>Who calls, in which workspace, and whether they may.</summary>
internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services, AccessSettings settings)
    {
        services.AddAuthenticationCore(static options =>
        {
            options.AddScheme<LocalHandler>(LocalHandler.Scheme, displayName: null);
            options.AddScheme<ApiKeyHandler>(ApiKeyHandler.Scheme, displayName: null);
            options.AddScheme<BearerHandler>(BearerHandler.Scheme, displayName: null);
        });
        return services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, AccessJson.Default)
            )
            .AddTransient<LocalHandler>()
            .AddTransient<ApiKeyHandler>()
            .AddTransient<BearerHandler>()
            .AddSingleton(settings)
            .AddTokens()
            .AddSingleton<MemberStore>()
            .AddSingleton<MemberBook>()
            .AddSingleton<ListMembers>()
            .AddSingleton<PutMember>()
            .AddSingleton<DeleteMember>()
            .AddSingleton<ApiKeyStore>()
            .AddSingleton<ApiKeyCallers>()
            .AddSingleton<ListApiKeys>()
            .AddSingleton<CreateApiKey>()
            .AddSingleton<DeleteApiKey>()
            .AddSingleton<FlowOfRequest>();
    }

    private static IServiceCollection AddTokens(this IServiceCollection services) =>
        services
            .AddSingleton(static provider => new IssuerClient(
                IssuerClient.NewHandler(),
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton(static provider => new TokenValidator(
                [
                    .. provider
                        .GetRequiredService<AccessSettings>()
                        .Issuers.Select(issuer =>
                            ActivatorUtilities.CreateInstance<IssuerKeys>(
                                provider,
                                issuer,
                                provider.GetRequiredService<ILogger<IssuerKeys>>()
                            )
                        ),
                ],
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton<TokenCallers>();
}
