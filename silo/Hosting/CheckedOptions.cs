using System.Reflection;
using Microsoft.Extensions.Options;

namespace Mihari.Silo.Hosting;

/// <summary>Options of which a wrong value, and a key that does not exist, stop the program as it starts.</summary>
internal static class CheckedOptions
{
    /// <summary>Binds a section, checks its bounds, and refuses keys that are not properties of <typeparamref name="T"/>.</summary>
    public static OptionsBuilder<T> AddCheckedOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddKeyCheck<T>(section);
        return services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
    }

    /// <summary>Only refuses unknown keys, where the options are bound elsewhere.</summary>
    public static void AddKeyCheck<T>(this IServiceCollection services, string section)
        where T : class =>
        services.AddSingleton<IValidateOptions<T>>(provider => new KeyCheck<T>(section, provider.GetRequiredService<IConfiguration>()));

    private sealed class KeyCheck<T>(string section, IConfiguration configuration) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var unknown = Unknown(configuration.GetSection(section), typeof(T)).ToList();
            return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
        }

        private static IEnumerable<string> Unknown(IConfigurationSection section, Type type)
        {
            var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            foreach (var child in section.GetChildren())
            {
                var property = known.FirstOrDefault(one => string.Equals(one.Name, child.Key, StringComparison.OrdinalIgnoreCase));
                if (property is null)
                {
                    yield return $"{child.Path}: no such key; {section.Path} has {string.Join(", ", known.Select(one => one.Name))}";
                }
                else if (property.PropertyType.Namespace?.StartsWith("Mihari", StringComparison.Ordinal) == true && !property.PropertyType.IsEnum)
                {
                    foreach (var deeper in Unknown(child, property.PropertyType))
                        yield return deeper;
                }
            }
        }
    }
}
