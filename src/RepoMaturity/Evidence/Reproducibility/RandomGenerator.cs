using RepoMaturity.Documents.Python;

namespace RepoMaturity.Evidence;

/// <summary>A source of random numbers that a program may use and may seed.</summary>
[Flags]
internal enum RandomGenerator
{
    None = 0,
    Random = 1,
    NumPy = 2,
    Torch = 4,
    TensorFlow = 8,
    All = Random | NumPy | Torch | TensorFlow,
}

/// <summary>Tells of a Python call which generator it draws from, and which it seeds. What takes a seed or a generator of its own draws from none.</summary>
internal static class RandomCalls
{
    private static readonly string[] Drawing =
        ["random", "randint", "randrange", "choice", "choices", "shuffle", "sample", "uniform", "gauss", "normalvariate", "betavariate", "expovariate", "triangular", "getrandbits"];

    private static readonly string[] NotDrawing =
        ["seed", "default_rng", "RandomState", "Generator", "SeedSequence", "PCG64", "MT19937", "Philox", "get_state", "set_state", "BitGenerator"];

    private static readonly string[] TorchDrawing =
        ["rand", "rand_like", "randn", "randn_like", "randint", "randint_like", "randperm", "normal", "multinomial", "bernoulli", "poisson"];

    /// <summary>Layers whose weights start at random, or that drop at random; in PyTorch and in Keras.</summary>
    private static readonly string[] Layers =
    [
        "Linear", "Bilinear", "LazyLinear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Embedding", "EmbeddingBag", "LSTM", "GRU", "RNN", "LSTMCell", "GRUCell",
        "Transformer", "TransformerEncoderLayer", "TransformerDecoderLayer", "MultiheadAttention", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "Dense", "Conv1D", "Conv2D", "Conv3D",
        "Conv2DTranspose", "SeparableConv2D", "DepthwiseConv2D", "SimpleRNN", "MultiHeadAttention", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise",
    ];

    private static readonly string[] TensorFlowDrawing = ["random_normal", "random_uniform", "truncated_normal", "random_shuffle", "random_crop", "multinomial", "normal", "uniform", "shuffle", "categorical"];

    /// <summary>What scikit-learn leaves to NumPy's global generator unless it is given a <c>random_state</c>.</summary>
    private static readonly string[] TakesRandomState =
    [
        "train_test_split", "ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit", "RandomizedSearchCV", "HalvingRandomSearchCV", "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier",
        "ExtraTreesRegressor", "GradientBoostingClassifier", "GradientBoostingRegressor", "BaggingClassifier", "BaggingRegressor", "AdaBoostClassifier", "AdaBoostRegressor", "IsolationForest",
        "DecisionTreeClassifier", "DecisionTreeRegressor", "SGDClassifier", "SGDRegressor", "MLPClassifier", "MLPRegressor", "KMeans", "MiniBatchKMeans", "GaussianMixture", "TSNE", "resample",
        "LatentDirichletAllocation",
    ];

    /// <summary>Names under which libraries seed all that they know of.</summary>
    private static readonly string[] SeedsAll =
        ["seed_everything", "set_seed", "set_seeds", "set_random_seed", "set_determinism", "seed_all", "fix_seed", "fix_seeds", "fix_random_seed", "init_seed", "init_seeds", "manual_seed_all", "set_global_seed", "set_all_seeds"];

    /// <summary>The generator that the call draws from.</summary>
    public static RandomGenerator Uses(PythonCall call)
    {
        string target = call.Target;
        string name = target[(target.LastIndexOf('.') + 1)..];
        return target.Split('.')[0] switch
        {
            "random" => target == "random." + name && Drawing.Contains(name) ? RandomGenerator.Random : RandomGenerator.None,
            "numpy" => !target.StartsWith("numpy.random.", StringComparison.Ordinal) ? RandomGenerator.None
                : name is "default_rng" or "RandomState" ? Unseeded(call, RandomGenerator.NumPy)
                : target != "numpy.random." + name || NotDrawing.Contains(name) ? RandomGenerator.None
                : RandomGenerator.NumPy,
            "torch" => UsesTorch(call, target, name) ? RandomGenerator.Torch : RandomGenerator.None,
            "tensorflow" or "keras" => UsesTensorFlow(call, target, name) ? RandomGenerator.TensorFlow : RandomGenerator.None,
            "sklearn" => UsesScikitLearn(call, name) ? RandomGenerator.NumPy : RandomGenerator.None,
            _ => RandomGenerator.None,
        };
    }

    /// <summary>The generators that the call seeds, with a number that is not the time of the day.</summary>
    public static RandomGenerator Seeds(PythonModule module, int index)
    {
        PythonCall call = module.Calls[index];
        string target = call.Target;
        string name = target[(target.LastIndexOf('.') + 1)..];
        RandomGenerator seeded = target switch
        {
            "random.seed" => RandomGenerator.Random,
            "numpy.random.seed" => RandomGenerator.NumPy,
            "torch.manual_seed" or "torch.random.manual_seed" => RandomGenerator.Torch,
            "keras.utils.set_random_seed" or "tensorflow.keras.utils.set_random_seed" => RandomGenerator.Random | RandomGenerator.NumPy | RandomGenerator.TensorFlow,
            _ when target.StartsWith("tensorflow.", StringComparison.Ordinal) && name is "set_seed" or "set_random_seed" => RandomGenerator.TensorFlow,

            // Trainers of Hugging Face seed all with their arguments' seed, whose default is a number.
            _ when name.EndsWith("TrainingArguments", StringComparison.Ordinal) => RandomGenerator.All,
            _ => SeedsAll.Contains(name) ? RandomGenerator.All : RandomGenerator.None,
        };
        bool hasNumber = name.EndsWith("TrainingArguments", StringComparison.Ordinal) || SeedsAll.Contains(name) || (call.Arguments.Count > 0 && call.Arguments[0].Kind != PythonArgumentKind.None);
        return hasNumber && !module.Calls.Skip(index + 1).Take(call.InnerCount).Any(c => IsChance(c.Target)) ? seeded : RandomGenerator.None;
    }

    private static bool IsChance(string target) => target.StartsWith("time.", StringComparison.Ordinal) || target.StartsWith("datetime.", StringComparison.Ordinal) || target is "os.urandom" or "os.getpid";

    private static bool UsesTorch(PythonCall call, string target, string name) => target switch
    {
        "torch.utils.data.DataLoader" => Gives(call, "shuffle") && !Gives(call, "generator"),
        "torch.utils.data.random_split" => call.Arguments.Count < 3 && !Gives(call, "generator"),
        _ when target.StartsWith("torch.nn.init.", StringComparison.Ordinal) => name is not ("zeros_" or "ones_" or "constant_" or "eye_"),
        _ when target.StartsWith("torch.nn.", StringComparison.Ordinal) => Layers.Contains(name) || target == "torch.nn.functional.dropout",
        _ => target == "torch." + name && TorchDrawing.Contains(name) && !Gives(call, "generator"),
    };

    private static bool UsesTensorFlow(PythonCall call, string target, string name) =>
        !Gives(call, "seed") && (target.Contains(".layers.", StringComparison.Ordinal) ? Layers.Contains(name)
            : (target.Contains(".random.", StringComparison.Ordinal) || target.StartsWith("tensorflow.random_", StringComparison.Ordinal) || target.StartsWith("tensorflow.truncated_", StringComparison.Ordinal))
                && TensorFlowDrawing.Contains(name));

    private static bool UsesScikitLearn(PythonCall call, string name) => !Gives(call, "random_state") && (TakesRandomState.Contains(name)
        ? call.Keyword("shuffle") is not { Kind: PythonArgumentKind.Boolean, Value: "False" }
        : name is "KFold" or "StratifiedKFold" && call.Keyword("shuffle") is { Kind: PythonArgumentKind.Boolean, Value: "True" });

    private static RandomGenerator Unseeded(PythonCall call, RandomGenerator generator) => call.Arguments.Count == 0 || call.Arguments[0].Kind == PythonArgumentKind.None ? generator : RandomGenerator.None;

    /// <summary>True when the argument may be given: neither None nor False; unpacked arguments may hold it.</summary>
    private static bool Gives(PythonCall call, string keyword) =>
        call.Arguments.Any(a => a.Kind == PythonArgumentKind.Unpacked || (a.Name == keyword && a is not ({ Kind: PythonArgumentKind.None } or { Kind: PythonArgumentKind.Boolean, Value: "False" })));
}
