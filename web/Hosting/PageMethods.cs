using Microsoft.AspNetCore.Routing;

namespace Mihari.Web.Hosting;

/// <summary>The methods that are answered beside those that were mapped.</summary>
internal static class PageMethods
{
    /// <summary>
    /// Link checkers, proxies and monitors ask with HEAD what is mapped for GET: that is answered like GET, and the server leaves
    /// the body out.
    /// </summary>
    public static TBuilder AnswerHead<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(static endpoint =>
        {
            for (var i = 0; i < endpoint.Metadata.Count; i++)
            {
                if (endpoint.Metadata[i] is HttpMethodMetadata { HttpMethods: var methods } && methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
                    endpoint.Metadata[i] = new HttpMethodMetadata([.. methods, HttpMethods.Head]);
            }
        });
        return endpoints;
    }
}
