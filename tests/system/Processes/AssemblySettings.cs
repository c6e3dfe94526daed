// Times are measured here, and two cores are shared by server, agents, ffmpeg and browser: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
