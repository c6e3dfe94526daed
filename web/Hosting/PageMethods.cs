using Microsoft.AspNetCore.Routing;

namespace Mihari.Web.Hosting;

/// <summary>The methods that pages answer.</summary>
internal static class PageMethods
{
    /// <summary>
    /// Pages are mapped for GET and POST alone, and link checkers, proxies and monitors ask with HEAD: that is drawn like GET,
    /// and the server leaves the body out.
    /// </summary>
    public static TBuilder AnswerHead<TBuilder>(this TBuilder pages)
        where TBuilder : IEndpointConventionBuilder
    {
        pages.Add(static endpoint =>
        {
            for (var i = 0; i < endpoint.Metadata.Count; i++)
            {
                if (endpoint.Metadata[i] is HttpMethodMetadata { HttpMethods: var methods } && methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
                    endpoint.Metadata[i] = new HttpMethodMetadata([.. methods, HttpMethods.Head]);
            }
        });
        return pages;
    }
}
