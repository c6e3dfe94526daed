// Each drill takes all cores there are: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
