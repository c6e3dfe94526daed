using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Mihari.Web.Hosting;

/// <summary>Options of which a wrong value, or a key that does not exist, stops the program as it starts with a line that names key, value and rule.</summary>
internal static class CheckedOptions
{
    public static void AddChecked<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(provider => new Check<T>(section, provider.GetRequiredService<IConfiguration>()));
    }

    private sealed class Check<T>(string section, IConfiguration configuration) : IValidateOptions<T>
        where T : class
    {
        private static readonly PropertyInfo[] Keys = [.. typeof(T).GetProperties().Where(p => p.SetMethod is { IsPublic: true })];

        public ValidateOptionsResult Validate(string? name, T options)
        {
            var failures = configuration.GetSection(section).GetChildren()
                .Where(given => !Keys.Any(k => string.Equals(k.Name, given.Key, StringComparison.OrdinalIgnoreCase)))
                .Select(given => $"{given.Path}: there is no such key; {section} has {string.Join(", ", Keys.Select(k => k.Name))}")
                .ToList();
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
            failures.AddRange(results.Select(r => Line(r, options)));
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        /// <summary>A rule of the options' own names its key already.</summary>
        private string Line(ValidationResult result, T options)
        {
            var key = Keys.FirstOrDefault(k => result.MemberNames.Contains(k.Name, StringComparer.Ordinal));
            return key is null || result.ErrorMessage!.StartsWith(section + ":", StringComparison.Ordinal)
                ? result.ErrorMessage!
                : string.Create(CultureInfo.InvariantCulture, $"{section}:{key.Name} is '{key.GetValue(options)}': {result.ErrorMessage}");
        }
    }
}
