using System.Globalization;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Evidence;

/// <summary>What a value of a key or an argument must be. The pattern is matched without backtracking.</summary>
internal sealed class ValueTest
{
    private readonly TextPattern? _matches;
    private readonly double? _atLeast;
    private readonly double? _atMost;

    public ValueTest(string? matches, double? atLeast = null, double? atMost = null)
    {
        _matches = matches is null ? null : new TextPattern(matches);
        _atLeast = atLeast;
        _atMost = atMost;
    }

    /// <summary>True when a key's value fits; without any demand every value but false, 0, null and an empty list fits.</summary>
    public bool Fits(DataNode node) => node.Kind switch
    {
        DataNodeKind.Scalar => Fits(node.Text!),
        DataNodeKind.Sequence => node.Items.Count > 0 && (_matches is null || node.Items.Any(i => i.IsScalar && _matches.IsMatch(i.Text!))),
        DataNodeKind.Mapping => _matches is null && node.Entries.Count > 0,
        _ => false,
    };

    /// <summary>True when an argument's or property's value fits; an empty text is a bare flag.</summary>
    public bool Fits(string text)
    {
        if (_atLeast is not null || _atMost is not null)
        {
            return double.TryParse(text.Trim().TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && !(number < _atLeast) && !(number > _atMost);
        }

        return _matches?.IsMatch(text) ?? text is not ("false" or "False" or "no" or "off" or "0" or "disable" or "none");
    }
}
